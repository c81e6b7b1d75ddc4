namespace GrpcSdk.Streaming;

/// <summary>
/// Where a stream has come to: the last place, and the items delivered at it, which a server may send again. A place may
/// have several items (equal timestamps), and items between two places may have none (a token now and then).
/// </summary>
internal sealed class StreamPosition<TItem, TCursor>
    where TItem : class
{
    // So many items without a new place, and their repetition could not be told any more.
    private const int MaxRemembered = 1000;

    private readonly List<TItem> _atCursor = [];
    private readonly List<TItem> _repeats = [];

    /// <summary>Whether any item had a place.</summary>
    public bool HasCursor { get; private set; }

    /// <summary>The last place.</summary>
    public TCursor? Cursor { get; private set; }

    /// <summary>Whether going on from here can neither lose nor repeat an item.</summary>
    public bool CanResume => _atCursor.Count < MaxRemembered;

    /// <summary>The stream was opened again: it may begin with what was delivered at the last place.</summary>
    public void Reopened()
    {
        _repeats.Clear();
        _repeats.AddRange(_atCursor);
    }

    /// <summary>False for an item that was delivered before the stream was opened again.</summary>
    public bool Accept(TItem item, TCursor? cursor)
    {
        if (_repeats.Count > 0 && _repeats.Remove(item))
        {
            return false;
        }

        if (!IsAbsent(cursor) && !(HasCursor && EqualityComparer<TCursor>.Default.Equals(cursor, Cursor)))
        {
            HasCursor = true;
            Cursor = cursor;
            _atCursor.Clear();
            _repeats.Clear();
        }

        if (_atCursor.Count < MaxRemembered)
        {
            _atCursor.Add(item);
        }

        return true;
    }

    private static bool IsAbsent(TCursor? cursor) =>
        EqualityComparer<TCursor?>.Default.Equals(cursor, default) || cursor is "" or Google.Protobuf.ByteString { IsEmpty: true };
}
