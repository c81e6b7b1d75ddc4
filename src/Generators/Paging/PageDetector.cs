// Decides from the shapes of request and response whether an RPC is a paginated list: a pure function, so that it can be
// scored on any API. docs/paging.md lists the names.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Paging;

namespace GrpcSdk.Generators.Paging;

/// <summary>Finds paginated lists: the standard shape of AIP-158 and the wider ones in use.</summary>
internal static class PageDetector
{
    /// <summary>What the RPC is.</summary>
    public static PageFinding Detect(RpcShape rpc, PageOverride? wish = null)
    {
        if (rpc.Rpc.Kind != RpcKind.Unary || wish is { Ignore: true })
        {
            return PageFinding.Nothing;
        }

        var size = Named(rpc.Request, wish?.Size) ?? FirstNamed(rpc.Request, PageFieldNames.Size, IsSize);
        var next = Named(rpc.Response, wish?.NextToken) ?? FirstNamed(rpc.Response, PageFieldNames.NextToken, IsToken);
        var token = Named(rpc.Request, wish?.Token) ?? TokenFor(rpc.Request, next);
        if (next is null || token is null)
        {
            return MissingToken(rpc, token, next);
        }

        if (token.Kind != next.Kind)
        {
            return PageFinding.Missed($"the request's '{token.Name}' is {Describe(token)} but the response's '{next.Name}' is {Describe(next)}");
        }

        if (wish is null && IsWeak(token, next, size))
        {
            return PageFinding.Nothing;
        }

        var items = Named(rpc.Response, wish?.Items) ?? FindItems(rpc.Response, size);
        return items is null
            ? PageFinding.Missed("the response has no repeated message or string field and no map that could hold the items")
            : new PageFinding(Shape(rpc, token, size, next, items), null);
    }

    /// <summary>
    /// The field that holds the items. Beside <c>page_size</c> the first repeated field when it is first in declaration
    /// and in number; else the only map; else the first repeated field.
    /// </summary>
    public static FieldShape? FindItems(MessageShape response, FieldShape? size)
    {
        var repeated = response.Fields.Where(f => f.IsRepeated && CanBeItem(f)).ToList();
        var maps = response.Fields.Where(f => f.IsMap).ToList();
        var first = repeated.FirstOrDefault();
        if (first is not null && size?.Name == "PageSize" && repeated.All(f => f.Number >= first.Number))
        {
            return first;
        }

        return maps.Count == 1 ? maps[0] : first;
    }

    private static PageShape Shape(RpcShape rpc, FieldShape token, FieldShape? size, FieldShape next, FieldShape items) => new(
        rpc.Rpc,
        token,
        size,
        next,
        items,
        FirstNamed(rpc.Response, PageFieldNames.Total, f => f.IsSingle && f.IsInteger),
        FirstNamed(rpc.Response, PageFieldNames.Unreachable, f => f is { IsRepeated: true, Kind: FieldKind.String }),
        token is { Name: "PageToken", Kind: FieldKind.String }
            && size is { Name: "PageSize", Kind: FieldKind.Int32, IsWrapper: false }
            && next.Name == "NextPageToken"
            && items.IsRepeated);

    // A request that could be the next page of the response: the token of the same type, and the same name if there is one.
    private static FieldShape? TokenFor(MessageShape request, FieldShape? next)
    {
        var sameName = next is null ? null : request.Find(next.Name) is { } f && IsToken(f) ? f : null;
        var bestOfType = next is null ? null : FirstNamed(request, PageFieldNames.Token, f => IsToken(f) && f.Kind == next.Kind);
        return request.Find("PageToken") is { } standard && IsToken(standard) ? standard
            : sameName ?? bestOfType ?? FirstNamed(request, PageFieldNames.Token, IsToken);
    }

    private static bool IsWeak(FieldShape token, FieldShape next, FieldShape? size) =>
        size is null && PageFieldNames.Weak.Contains(token.Name) && PageFieldNames.Weak.Contains(next.Name);

    private static PageFinding MissingToken(RpcShape rpc, FieldShape? token, FieldShape? next)
    {
        var size = rpc.Request.Find("PageSize");
        if (rpc.Request.Find("PageToken") is { } odd && !IsToken(odd))
        {
            return PageFinding.Missed($"the request's 'PageToken' is {Describe(odd)}, not a string or bytes");
        }

        if (token?.Name == "PageToken" || (token is not null && size is not null))
        {
            return PageFinding.Missed(rpc.Response.Find("NextPageToken") is { } wrong
                ? $"the response's 'NextPageToken' is {Describe(wrong)}, not a string or bytes"
                : $"the request has '{token.Name}' but the response has no next page token");
        }

        if (next is { Name: "NextPageToken" })
        {
            return PageFinding.Missed("the response has 'NextPageToken' but the request has no page token to send it back with");
        }

        return size is not null && rpc.Response.Fields.Any(f => f.IsRepeated && CanBeItem(f))
            ? PageFinding.Missed("the request has 'PageSize' but no page token")
            : PageFinding.Nothing;
    }

    private static bool CanBeItem(FieldShape field) =>
        field.Kind is FieldKind.Message or FieldKind.String
        && field.Type != "global::Google.Rpc.Status"
        && !PageFieldNames.Unreachable.Contains(field.Name);

    private static bool IsToken(FieldShape field) => field is { IsSingle: true, Kind: FieldKind.String or FieldKind.Bytes };

    private static bool IsSize(FieldShape field) => field is { IsSingle: true, IsInteger: true };

    private static FieldShape? Named(MessageShape message, string? name) => name is null ? null : message.Find(name);

    private static FieldShape? FirstNamed(MessageShape message, string[] names, Func<FieldShape, bool> fits) =>
        names.Select(message.Find).FirstOrDefault(f => f is not null && fits(f));

    private static string Describe(FieldShape field) => field switch
    {
        { IsRepeated: true } => "repeated",
        { IsMap: true } => "a map",
        { Kind: FieldKind.Message } => "a message",
        { Kind: FieldKind.Bytes } => "bytes",
        { Kind: FieldKind.String } => "a string",
        _ => $"of type {field.Kind.ToString().ToLowerInvariant()}",
    };
}
