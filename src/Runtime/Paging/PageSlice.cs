namespace GrpcSdk.Paging;

/// <summary>A number of items that the caller chose, cut out of the server's pages.</summary>
/// <typeparam name="TItem">The item.</typeparam>
public sealed class PageSlice<TItem>
{
    internal PageSlice(IReadOnlyList<TItem> items, PageCheckpoint? next)
    {
        Items = items;
        Next = next;
    }

    /// <summary>The items, in the server's order.</summary>
    public IReadOnlyList<TItem> Items { get; }

    /// <summary>
    /// Where the next slice starts, for <see cref="PagedCall{TRequest,TResponse,TItem}.ResumeFrom"/>; <see langword="null"/>
    /// at the end of the list. A server may announce a next page that turns out to be empty.
    /// </summary>
    public PageCheckpoint? Next { get; }
}
