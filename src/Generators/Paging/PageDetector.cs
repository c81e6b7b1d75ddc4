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
    public static PageFinding Detect(RpcShape rpc, ClientShape client, PageOverride? wish = null)
    {
        if (rpc.Rpc.Kind != RpcKind.Unary || wish is { Ignore: true })
        {
            return PageFinding.Nothing;
        }

        var find = new PageFieldFinder(client);
        if (wish is not null && MisfitsOf(wish, rpc, find).Any())
        {
            return PageFinding.Nothing;
        }

        var next = find.Named(rpc.Response, wish?.NextToken) ?? find.NextToken(rpc.Response);
        var token = find.Named(rpc.Request, wish?.Token) ?? find.TokenFor(rpc.Request, next);
        var size = find.Named(rpc.Request, wish?.Size) ?? find.Size(rpc.Request, token);
        if (wish is null && (next is null || token is null) && PageFieldFinder.MessageTokens(rpc.Request, rpc.Response) is var (messageToken, nextMessage)
            && find.Size(rpc.Request, messageToken) is { } limit)
        {
            (token, next, size) = (messageToken, nextMessage, limit);
        }

        if (next is null || token is null)
        {
            return MissingToken(rpc, token, next);
        }

        if (token.Field.Kind != next.Field.Kind || (token.Field.Kind == FieldKind.Message && token.Field.Type != next.Field.Type))
        {
            var other = token.Field.Kind == next.Field.Kind ? "another message" : PageFieldFinder.Describe(next.Field);
            return PageFinding.Missed($"the request's '{token.Name}' is {PageFieldFinder.Describe(token.Field)} but the response's '{next.Name}' is {other}");
        }

        if (wish is null && IsWeak(token, next, size))
        {
            return PageFinding.Nothing;
        }

        var items = find.Named(rpc.Response, wish?.Items) ?? find.Items(rpc.Response, token, size, next);
        return items is null
            ? PageFinding.Missed("the response has no repeated field and no map that could hold the items")
            : new PageFinding(Shape(rpc, token, size, next, items, find.Total(rpc.Response, next)), null);
    }

    private static PageShape Shape(RpcShape rpc, PageField token, PageField? size, PageField next, PageField items, PageField? total) => new(
        rpc.Rpc,
        token,
        size,
        next,
        items,
        total,
        rpc.Response.FirstNamed(PageFieldNames.Unreachable, f => f is { IsRepeated: true, Kind: FieldKind.String }),
        token is { Name: "PageToken", Field.Kind: FieldKind.String }
            && size is { Name: "PageSize", Field: { Kind: FieldKind.Int32, IsWrapper: false } }
            && next.Name == "NextPageToken"
            && items is { Field.IsRepeated: true, Outer: null });

    private static bool IsWeak(PageField token, PageField next, PageField? size) =>
        size is null && PageFieldNames.Weak.Contains(token.Name) && PageFieldNames.Weak.Contains(next.Name);

    private static PageFinding MissingToken(RpcShape rpc, PageField? token, PageField? next)
    {
        var size = rpc.Request.Find("PageSize");
        if (rpc.Request.Find("PageToken") is { } odd && token is null)
        {
            return PageFinding.Missed($"the request's 'PageToken' is {PageFieldFinder.Describe(odd)}, not a string or bytes");
        }

        if (token?.Name == "PageToken" || (token is not null && size is not null))
        {
            return PageFinding.Missed(rpc.Response.Find("NextPageToken") is { } wrong
                ? $"the response's 'NextPageToken' is {PageFieldFinder.Describe(wrong)}, not a string or bytes"
                : $"the request has '{token.Name}' but the response has no next page token");
        }

        // A nested one may belong to anything, such as the first task of a workflow.
        if (next?.Name == "NextPageToken")
        {
            return PageFinding.Missed("the response has 'NextPageToken' but the request has no page token to send it back with");
        }

        return size is not null && rpc.Response.Fields.Any(f => f.IsRepeated && f.Kind is FieldKind.Message or FieldKind.String)
            ? PageFinding.Missed("the request has 'PageSize' but no page token")
            : PageFinding.Nothing;
    }

    /// <summary>What <c>[GrpcPage]</c> names and cannot be what it says.</summary>
    public static IEnumerable<string> MisfitsOf(PageOverride wish, RpcShape rpc, PageFieldFinder find)
    {
        (string? Name, MessageShape Message, PageRole Role)[] names =
        [
            (wish.Items, rpc.Response, PageRole.Items), (wish.NextToken, rpc.Response, PageRole.Token),
            (wish.Size, rpc.Request, PageRole.Size), (wish.Token, rpc.Request, PageRole.Token),
        ];
        foreach (var (name, message, role) in names.Where(n => n.Name is not null))
        {
            var field = find.Named(message, name);
            if (field is null)
            {
                yield return $"{message.Name} has no field '{name}'";
            }
            else if (PageFieldFinder.Misfit(field, role) is { } misfit)
            {
                yield return misfit;
            }
        }
    }
}
