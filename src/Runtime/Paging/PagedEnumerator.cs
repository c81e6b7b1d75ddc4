namespace GrpcSdk.Paging;

/// <summary>
/// Walks items, written out by hand instead of as an async iterator: an item inside a page costs neither an allocation
/// nor a state machine, and after a failed page the next call asks for it again.
/// </summary>
internal sealed class PagedEnumerator<TItem>(IPageSource walk, CancellationToken cancellationToken)
    : PageWalk(walk, cancellationToken), IAsyncEnumerator<TItem>
{
    private IReadOnlyList<TItem>? _items;
    private TItem? _current;

    public TItem Current => _current!;

    public ValueTask<bool> MoveNextAsync()
    {
        var next = Index + 1;
        if (next >= End)
        {
            return MoveToNextPageAsync();
        }

        if (Stop.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(Stop.Cause);
        }

        Index = next;
        _current = _items![next];
        return new(true);
    }

    protected override void Enter(FetchedPage page)
    {
        _items = (IReadOnlyList<TItem>)page.Items;
        _current = _items[page.Start];
    }
}

/// <summary>The part of <see cref="PagedEnumerator{TItem}"/> that does not know what it walks.</summary>
internal abstract class PageWalk : IAsyncDisposable
{
    private readonly PageReader _reader;
    private FetchedPage? _page;

    protected PageWalk(IPageSource walk, CancellationToken cancellationToken)
    {
        _reader = new(walk, cancellationToken);
        Stop = _reader.Stop;
    }

    /// <summary>Whether the server may have items after the current one.</summary>
    public bool HasMore => _page is { } page && (Index + 1 < End || page.IsCut || page.NextToken.Length > 0);

    protected StopTokens Stop { get; }

    /// <summary>The place of the current item in its page.</summary>
    protected int Index { get; set; } = -1;

    /// <summary>The place after the last item of the page that is wanted.</summary>
    protected int End { get; private set; }

    /// <summary>The place right after the current item.</summary>
    public PageCheckpoint CheckpointAfter(string requestHash)
    {
        var page = _page!;
        return Index + 1 == page.End && !page.IsCut && page.NextToken.Length > 0
            ? new(requestHash, page.NextToken, 0)
            : new(requestHash, page.Token, Index + 1);
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    protected abstract void Enter(FetchedPage page);

    protected async ValueTask<bool> MoveToNextPageAsync()
    {
        FetchedPage? page;
        do
        {
            page = await _reader.ReadAsync().ConfigureAwait(false);
            if (page is null)
            {
                return false;
            }
        }
        while (page.Start == page.End);

        _page = page;
        Index = page.Start;
        End = page.End;
        Enter(page);
        return true;
    }
}
