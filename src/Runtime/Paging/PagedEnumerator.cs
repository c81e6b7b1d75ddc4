using Google.Protobuf;

namespace GrpcSdk.Paging;

/// <summary>
/// Walks items, written out by hand instead of as an async iterator: an item inside a page costs neither an allocation
/// nor a state machine, and after a failed page the next call asks for it again.
/// </summary>
internal sealed class PagedEnumerator<TRequest, TResponse, TItem> : IAsyncEnumerator<TItem>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly PageReader<TRequest, TResponse, TItem> _reader;
    private readonly CancellationToken _stopped;
    private IReadOnlyList<TItem> _items = [];
    private int _count;
    private int _index = -1;
    private TItem? _current;
    private Page<TResponse, TItem>? _page;

    public PagedEnumerator(PagedCall<TRequest, TResponse, TItem> walk, CancellationToken cancellationToken)
    {
        _reader = new(walk, cancellationToken);
        _stopped = _reader.Stopped;
    }

    public TItem Current => _current!;

    /// <summary>Whether the server may have items after <see cref="Current"/>.</summary>
    public bool HasMore => _page is { } page && (_index + 1 < _count || page.IsCut || page.NextToken.Length > 0);

    /// <summary>The place right after <see cref="Current"/>.</summary>
    public PageCheckpoint CheckpointAfter(string requestHash)
    {
        var page = _page!;
        return _index + 1 == _count && !page.IsCut && page.NextToken.Length > 0
            ? new(requestHash, page.NextToken, 0)
            : new(requestHash, page.Token, page.Offset + _index + 1);
    }

    public ValueTask<bool> MoveNextAsync()
    {
        var next = _index + 1;
        if (next >= _count)
        {
            return MoveToNextPageAsync();
        }

        if (_stopped.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(_stopped);
        }

        _index = next;
        _current = _items[next];
        return new(true);
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private async ValueTask<bool> MoveToNextPageAsync()
    {
        Page<TResponse, TItem>? page;
        do
        {
            page = await _reader.ReadAsync().ConfigureAwait(false);
            if (page is null)
            {
                return false;
            }
        }
        while (page.Items.Count == 0);

        _page = page;
        _items = page.Items;
        _count = page.Items.Count;
        _index = 0;
        _current = _items[0];
        return true;
    }
}
