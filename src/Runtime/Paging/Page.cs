using Google.Protobuf;

namespace GrpcSdk.Paging;

/// <summary>One page as the server returned it.</summary>
/// <typeparam name="TResponse">The response message.</typeparam>
/// <typeparam name="TItem">The item.</typeparam>
public sealed class Page<TResponse, TItem>
    where TResponse : class, IMessage<TResponse>
{
    internal Page(FetchedPage page)
    {
        var items = (IReadOnlyList<TItem>)page.Items;
        Response = (TResponse)page.Response;
        Items = page.Start == 0 && !page.IsCut ? items : [.. items.Skip(page.Start).Take(page.End - page.Start)];
        Token = page.Token;
        NextToken = page.NextToken;
        TotalSize = page.TotalSize;
        Unreachable = page.Unreachable ?? [];
    }

    /// <summary>The response, with all its fields.</summary>
    public TResponse Response { get; }

    /// <summary>
    /// The items of the page in the server's order: all of them, but those before the checkpoint that the walk resumed
    /// from and those after <see cref="PageOptions.MaxItems"/>.
    /// </summary>
    public IReadOnlyList<TItem> Items { get; }

    /// <summary>The token that this page was requested with; empty for the first page of a walk.</summary>
    public string Token { get; }

    /// <summary>The token of the next page; empty on the last one.</summary>
    public string NextToken { get; }

    /// <summary>The server's count of all items (often an estimate); <see langword="null"/> when the response has no such field.</summary>
    public long? TotalSize { get; }

    /// <summary>Locations that the server could not reach (<see href="https://google.aip.dev/217">AIP-217</see>); empty when all were.</summary>
    public IReadOnlyList<string> Unreachable { get; }
}
