// Looks for the fields of a page by name and type: in the message itself, else in a message that it holds.
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Paging;

namespace GrpcSdk.Generators.Paging;

/// <summary>Finds the fields of a page. Nested messages are those that the client's requests and responses hold.</summary>
internal sealed class PageFieldFinder(ClientShape client)
{
    /// <summary>The field of that name, <c>Outer.Field</c> for a nested one, or null.</summary>
    public PageField? Named(MessageShape message, string? name)
    {
        if (name is null)
        {
            return null;
        }

        var dot = name.IndexOf('.');
        if (dot < 0)
        {
            return message.Find(name) is { } field ? new PageField(field) : null;
        }

        return message.Find(name.Substring(0, dot)) is { IsSingle: true, Kind: FieldKind.Message } outer
            && client.FindNested(outer.Type)?.Find(name.Substring(dot + 1)) is { } inner ? new PageField(inner, outer) : null;
    }

    /// <summary>The next page token of a response.</summary>
    public PageField? NextToken(MessageShape response) =>
        Token(response, PageFieldNames.NextToken)
        ?? NestedToken(response.Fields, PageFieldNames.NextToken, PageFieldNames.NestedNextToken);

    /// <summary>The token of a request that could be the next page of a response: of the same type, and the same name if there is one.</summary>
    public PageField? TokenFor(MessageShape request, PageField? next)
    {
        if (request.Find("PageToken") is { } standard && IsToken(standard))
        {
            return new PageField(standard);
        }

        var sameName = next is not null && request.Find(next.Field.Name) is { } same && IsToken(same) ? new PageField(same) : null;
        return sameName
            ?? Token(request, PageFieldNames.Token, next?.Field.Kind)
            ?? Token(request, PageFieldNames.Token)
            // To write into a member of a oneof would unset another one.
            ?? NestedToken(request.Fields.Where(f => f.Oneof.Length == 0), PageFieldNames.Token, PageFieldNames.NestedToken);
    }

    /// <summary>The page size of a request: beside a nested token, else in the request itself.</summary>
    public PageField? Size(MessageShape request, PageField? token)
    {
        var nested = token?.Outer is { } outer && client.FindNested(outer.Type)?.FirstNamed(PageFieldNames.Size, IsSize) is { } inner ? new PageField(inner, outer) : null;
        return nested
            ?? (request.FirstNamed(PageFieldNames.Size, IsSize) is { } flat ? new PageField(flat) : null)
            ?? (token is not null && request.Fields.Where(f => IsSize(f) && PageFieldNames.IsSizeLike(f.Name)).Take(2).ToList() is [var like] ? new PageField(like) : null);
    }

    /// <summary>Tokens that are messages: <c>offset</c> in the request and <c>next_page_offset</c> of the same type in the response.</summary>
    public static (PageField Token, PageField Next)? MessageTokens(MessageShape request, MessageShape response)
    {
        foreach (var next in response.Fields.Where(f => f is { IsSingle: true, Kind: FieldKind.Message, Oneof: "" }))
        {
            foreach (var token in request.Fields.Where(f => f is { IsSingle: true, Kind: FieldKind.Message, Oneof: "" } && f.Type == next.Type))
            {
                if (next.Name == "Next" + token.Name || next.Name == "NextPage" + token.Name)
                {
                    return (new PageField(token), new PageField(next));
                }
            }
        }

        return null;
    }

    /// <summary>What is wrong with a field that somebody named, or null.</summary>
    public static string? Misfit(PageField field, PageRole role) => role switch
    {
        PageRole.Token when field.Field is { IsSingle: true, Kind: FieldKind.String or FieldKind.Bytes or FieldKind.Message } => null,
        PageRole.Token => $"'{field.Name}' is {Describe(field.Field)}, and a token is a string, bytes or a message",
        PageRole.Size when IsSize(field.Field) => null,
        PageRole.Size => $"'{field.Name}' is {Describe(field.Field)}, and a size is an integer",
        _ when !field.Field.IsSingle => null,
        _ => $"'{field.Name}' is {Describe(field.Field)}, and items are a repeated field or a map",
    };

    /// <summary>What a field holds, in words.</summary>
    public static string Describe(FieldShape field) => field switch
    {
        { IsRepeated: true } => "repeated",
        { IsMap: true } => "a map",
        { Kind: FieldKind.Message } => "a message",
        { Kind: FieldKind.Bytes } => "bytes",
        { Kind: FieldKind.String } => "a string",
        _ => $"of type {field.Kind.ToString().ToLowerInvariant()}",
    };

    /// <summary>The count of all items.</summary>
    public PageField? Total(MessageShape response, PageField next)
    {
        if (response.FirstNamed(PageFieldNames.Total, IsTotal) is { } flat)
        {
            return new PageField(flat);
        }

        return next.Outer is { } outer && client.FindNested(outer.Type)?.FirstNamed(PageFieldNames.NestedTotal, IsTotal) is { } inner
            ? new PageField(inner, outer)
            : null;
    }

    /// <summary>
    /// The items. Beside <c>page_size</c> the first repeated field when it is first in declaration and in number; else the
    /// only map; else the first repeated field. A message that holds nothing but a list counts as that list, and the
    /// items may lie beside a nested token.
    /// </summary>
    public PageField? Items(MessageShape response, PageField token, PageField? size, PageField next)
    {
        var lists = response.Fields.Select(List).OfType<PageField>().ToList();
        var beside = next.Outer is { } outer && client.FindNested(outer.Type) is { } inner
            ? inner.Fields.Where(f => f.IsRepeated).Select(f => new PageField(f, outer))
            : [];
        var maps = response.Fields.Where(f => f.IsMap).ToList();
        // As Google's own generators, which know AIP-158 alone: also where the first list is deprecated.
        var isStandard = (size?.Name, token.Name, next.Name) is ("PageSize", "PageToken", "NextPageToken");
        var flat = Best(lists.Where(l => l.Outer is null), mayBeDeprecated: isStandard);
        if (flat is not null && size is { Name: "PageSize" } && lists.All(l => l.Outer is not null || !IsItem(l.Field) || l.Field.Number >= flat.Field.Number))
        {
            return flat;
        }

        return maps.Count == 1 ? new PageField(maps[0]) : Best(lists) ?? Best(beside);
    }

    private PageField? List(FieldShape field)
    {
        if (field.IsRepeated)
        {
            return new PageField(field);
        }

        return field is { IsSingle: true, Kind: FieldKind.Message } && client.FindNested(field.Type)?.Fields is [{ IsRepeated: true, Kind: FieldKind.Message } only]
            ? new PageField(only, field)
            : null;
    }

    // What a list holds, best first: messages and strings that are in use, then what is deprecated, remarks, other scalars.
    private static PageField? Best(IEnumerable<PageField> lists, bool mayBeDeprecated = false)
    {
        var usable = lists.Where(l => !IsCalled(l, PageFieldNames.Unreachable)).ToList();
        return usable.FirstOrDefault(l => IsItem(l.Field) && (mayBeDeprecated || !l.Field.IsDeprecated) && !IsCalled(l, PageFieldNames.Remarks))
            ?? usable.FirstOrDefault(l => IsItem(l.Field) && !l.Field.IsDeprecated)
            ?? usable.FirstOrDefault(l => IsItem(l.Field))
            ?? usable.FirstOrDefault();
    }

    private static bool IsCalled(PageField list, string[] names) =>
        names.Contains(list.Field.Name) || (list.Outer is { } outer && names.Contains(outer.Name));

    private static bool IsItem(FieldShape field) =>
        field.Kind is FieldKind.Message or FieldKind.String && field.Type != "global::Google.Rpc.Status";

    // A token may have a message to itself: `message PageToken { string token = 1; }`.
    private PageField? Token(MessageShape message, string[] names, FieldKind? kind = null)
    {
        foreach (var field in names.Select(message.Find).OfType<FieldShape>())
        {
            var token = IsToken(field) ? new PageField(field)
                : field is { IsSingle: true, Kind: FieldKind.Message, Oneof: "" } && client.FindNested(field.Type)?.Fields is [var only] && IsToken(only) ? new PageField(only, field)
                : null;
            if (token is not null && (kind is null || token.Field.Kind == kind))
            {
                return token;
            }
        }

        return null;
    }

    private PageField? NestedToken(IEnumerable<FieldShape> fields, string[] names, string[] namesOfPaging)
    {
        foreach (var outer in fields.Where(f => f is { IsSingle: true, Kind: FieldKind.Message }))
        {
            if (client.FindNested(outer.Type) is not { } message)
            {
                continue;
            }

            var isPaging = PageFieldNames.IsPaging(outer.Name) || PageFieldNames.IsPaging(message.Name);
            if (message.FirstNamed([.. names.Except(PageFieldNames.Weak), .. isPaging ? namesOfPaging : []], IsToken) is { } token)
            {
                return new PageField(token, outer);
            }
        }

        return null;
    }

    private static bool IsToken(FieldShape field) => field is { IsSingle: true, Kind: FieldKind.String or FieldKind.Bytes };

    private static bool IsSize(FieldShape field) => field is { IsSingle: true, IsInteger: true };

    private static bool IsTotal(FieldShape field) => field is { IsSingle: true, IsInteger: true };
}
