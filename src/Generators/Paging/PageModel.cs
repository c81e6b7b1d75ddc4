// What the pager of one RPC is made of, and why an RPC that looks like a paginated list has none.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Paging;

/// <summary>A field of a message, or of a message that is itself a field of it (<c>pagination.page_token</c>).</summary>
/// <param name="Field">The field.</param>
/// <param name="Outer">The field that holds the message of <paramref name="Field"/>; null when there is none between.</param>
internal sealed record PageField(FieldShape Field, FieldShape? Outer = null)
{
    public string Name => Outer is null ? Field.Name : $"{Outer.Name}.{Field.Name}";
}

/// <summary>What a field of a page is for.</summary>
internal enum PageRole
{
    /// <summary>The page token, or the next one.</summary>
    Token,

    /// <summary>The page size.</summary>
    Size,

    /// <summary>The items.</summary>
    Items,
}

/// <summary>The fields that make an RPC a paginated list.</summary>
/// <param name="Rpc">The RPC.</param>
/// <param name="Token">The page token in the request.</param>
/// <param name="Size">The page size in the request, if it has one.</param>
/// <param name="NextToken">The next page token in the response.</param>
/// <param name="Items">The items in the response.</param>
/// <param name="Total">The server's count of all items, if the response has one.</param>
/// <param name="Unreachable">The locations that the server could not reach, if the response has them.</param>
/// <param name="IsStandard">Whether it is exactly the shape of AIP-158.</param>
internal sealed record PageShape(
    RpcModel Rpc,
    PageField Token,
    PageField? Size,
    PageField NextToken,
    PageField Items,
    PageField? Total,
    FieldShape? Unreachable,
    bool IsStandard);

/// <summary>What the detector says of an RPC: a page shape, or a near miss with its reason, or nothing at all.</summary>
internal sealed record PageFinding(PageShape? Shape, string? NearMiss)
{
    public static readonly PageFinding Nothing = new(null, null);

    public static PageFinding Missed(string reason) => new(null, reason);
}

/// <summary>What <c>[assembly: GrpcPage&lt;TClient&gt;]</c> says of one RPC.</summary>
internal sealed record PageOverride(
    string Client,
    string Method,
    string? Items,
    string? Size,
    string? Token,
    string? NextToken,
    bool Ignore,
    LocationInfo? Location);

/// <summary>The paginated RPCs of one client, ready to be written.</summary>
internal sealed record PagedClientModel(ClientModel Client, string Namespace, bool IsPublic, EquatableArray<PageShape> Pages);
