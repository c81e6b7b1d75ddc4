using Grpc.Core;

namespace GrpcSdk.Paging;

/// <summary>
/// What a walk asks of the RPC behind it, without the types of its messages: everything that walks pages exists once in a
/// program, and not once per RPC, which native code would pay for (docs/benchmarks.md has the figures).
/// </summary>
internal interface IPageSource
{
    /// <summary>The RPC's name, for errors.</summary>
    string Name { get; }

    PageOptions Options { get; }

    /// <summary>Those of every page call.</summary>
    CallOptions CallOptions { get; }

    /// <summary>The token of the first page to fetch; null for what the request says.</summary>
    string? StartToken { get; }

    /// <summary>Items to skip from there.</summary>
    long StartOffset { get; }

    /// <summary>Asks for the page of a token.</summary>
    (IDisposable Call, Task Response) Send(string? token, CallOptions options);

    /// <summary>Reads the response that <see cref="Send"/> has brought.</summary>
    FetchedPage Read(Task response);
}

/// <summary>A page whose response and items still have to get their types back.</summary>
/// <param name="response">The response message.</param>
/// <param name="items">The items: an <c>IReadOnlyList</c> of what the RPC lists.</param>
/// <param name="count">The number of items.</param>
internal sealed class FetchedPage(object response, object items, int count)
{
    public object Response { get; } = response;

    public object Items { get; } = items;

    public int Count { get; } = count;

    /// <summary>The token of the next page; empty at the end.</summary>
    public required string NextToken { get; init; }

    /// <summary>The server's count of all items, if it says.</summary>
    public required long? TotalSize { get; init; }

    /// <summary>Locations that the server could not reach, if it says.</summary>
    public required IReadOnlyList<string>? Unreachable { get; init; }

    /// <summary>The token that this page was requested with.</summary>
    public string Token { get; set; } = "";

    /// <summary>The index of the first item that the walk delivers.</summary>
    public int Start { get; set; }

    /// <summary>The index after the last item that the walk delivers.</summary>
    public int End { get; set; }

    /// <summary>Whether items come after the last one that the walk delivers.</summary>
    public bool IsCut => End < Count;
}
