// Decides whether an RPC is a batch (AIP-231, 233, 234, 235): a pure function over shapes. docs/paging.md says what counts.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Paging;

namespace GrpcSdk.Generators.Batching;

/// <summary>Finds batch RPCs by name and by what their messages hold.</summary>
internal static class BatchDetector
{
    private const string Prefix = "Batch";
    private const string Status = "global::Google.Rpc.Status";

    private static readonly string[] StandardVerbs = ["Get", "Create", "Update", "Delete"];
    private static readonly string[] NotFoundNames = ["NotFound", "Missing", "NotFoundNames", "NotFoundIds", "MissingNames", "MissingIds"];

    // These may replace a whole list by what the request lists: a part of it would throw the rest away.
    private static readonly string[] ReplacingVerbs = ["Update", "Set", "Replace"];

    // Lists beside the keys that say what is wanted of each, not which.
    private static readonly string[] SelectionNames = ["Fields", "Masks", "Paths", "Views"];

    // What went wrong, not what was asked for.
    private static readonly string[] RemarkNames = ["Errors", "Failures", "Warnings"];

    /// <summary>What the RPC is.</summary>
    public static BatchFinding Detect(RpcShape rpc, ClientShape client)
    {
        if (rpc.Rpc.Kind != RpcKind.Unary || VerbOf(rpc.Name) is not { } verb)
        {
            return BatchFinding.Nothing;
        }

        // A page of a list has as many items as it likes.
        if (PageDetector.Detect(rpc, client).Shape is not null)
        {
            return BatchFinding.Nothing;
        }

        var isStandard = StandardVerbs.Contains(verb);
        var strict = FindKeys(rpc.Request);
        if ((strict ?? (ReplacingVerbs.Contains(verb) ? null : OnlyList(rpc.Request))) is not { } keys)
        {
            return isStandard ? BatchFinding.Missed("the request has no repeated \"requests\", \"names\" or field of ids") : BatchFinding.Nothing;
        }

        if (rpc.Request.Fields.FirstOrDefault(f => f != keys && MayBelongToKeys(f)) is { } beside)
        {
            return BatchFinding.Missed($"'{beside.Name}' stands beside '{keys.Name}' and may belong to it, item by item: they cannot be cut apart");
        }

        var remarks = FindRemarks(rpc.Response, keys);
        var items = FindItems(rpc.Response, keys, verb == "Get", remarks.NotFound);
        if (items is null && !AnswersForAll(rpc.Response, remarks, verb, isStandard || strict is not null))
        {
            return !isStandard && strict is null ? BatchFinding.Nothing : BatchFinding.Missed(rpc.Response.Fields.Any(f => !f.IsSingle)
                ? "the response has several fields that could hold the items, or none of them holds messages"
                : "the response has no repeated field or map that holds the items");
        }

        var item = items is { Kind: FieldKind.Message } ? client.FindNested(items.Type) : null;
        var (single, loaderMiss) = verb == "Get" && item is not null ? FindSingleGet(client, keys, item) : default;
        var shape = new BatchShape(
            rpc.Rpc,
            verb,
            keys,
            items,
            item is null || items!.IsMap ? EquatableArray<BatchIdentityShape>.Empty : BatchIdentities.Find(verb, keys, item, client).ToEquatableArray(),
            remarks,
            verb == "Get" ? null : client.FindNested(keys.Type)?.Fields.FirstOrDefault(f => f is { Name: "RequestId", IsSingle: true, Kind: FieldKind.String }),
            single,
            item?.Name ?? "");
        return new BatchFinding(shape, null, loaderMiss);
    }

    /// <summary>What a batch does to every key, when the name is that of one: Get of BatchGetUsers, ApproveAndOverbook of BatchApproveAndOverbookOrders.</summary>
    public static string? VerbOf(string rpc)
    {
        if (!rpc.StartsWith(Prefix, StringComparison.Ordinal) || WordEnd(rpc, Prefix.Length) is not { } end)
        {
            return null;
        }

        while (end + 3 < rpc.Length && string.CompareOrdinal(rpc, end, "And", 0, 3) == 0 && WordEnd(rpc, end + 3) is { } next)
        {
            end = next;
        }

        return rpc.Substring(Prefix.Length, end - Prefix.Length);
    }

    /// <summary>names (AIP-231), ids as in user_ids, or requests as in update_user_requests.</summary>
    public static FieldShape? FindKeys(MessageShape request)
    {
        var repeated = request.Fields.Where(IsKeys).ToList();
        return repeated.FirstOrDefault(f => f.Name == "Requests" && f.Kind == FieldKind.Message)
            ?? repeated.FirstOrDefault(f => f.Name == "Names" && f.Kind == FieldKind.String)
            ?? Only(repeated.Where(f => f.Kind == FieldKind.Message && f.Name.EndsWith("Requests", StringComparison.Ordinal)))
            ?? Only(repeated.Where(f => f.Kind != FieldKind.Message && (f.Name == "Ids" || f.Name.EndsWith("Ids", StringComparison.Ordinal) || f.Name.EndsWith("Names", StringComparison.Ordinal))));
    }

    // Called anything, where there is no other list.
    private static FieldShape? OnlyList(MessageShape request) =>
        Only(request.Fields.Where(f => IsKeys(f) && !IsSelection(f)));

    private static bool IsKeys(FieldShape field) =>
        field.IsRepeated && !field.IsDeprecated && (field.Kind is FieldKind.String or FieldKind.Message || field.IsInteger);

    private static bool MayBelongToKeys(FieldShape field) =>
        field.IsRepeated && !field.IsDeprecated && field.Kind != FieldKind.Enum && !IsSelection(field);

    private static bool IsSelection(FieldShape field) =>
        SelectionNames.Any(name => field.Name.EndsWith(name, StringComparison.Ordinal));

    private static BatchRemarks FindRemarks(MessageShape response, FieldShape keys)
    {
        var statuses = response.Fields.Where(f => !f.IsSingle && f.Type == Status).ToList();
        return new BatchRemarks(
            response.Fields.FirstOrDefault(f => f.IsRepeated && f.Type == keys.Type && NotFoundNames.Contains(f.Name)),
            statuses.FirstOrDefault(f => f.IsMap && f.KeyType == "int" && keys.Type != "int"),
            statuses.FirstOrDefault(f => f.IsMap && f.KeyType == keys.Type),
            Only(statuses.Where(f => f.IsRepeated)));
    }

    private static FieldShape? FindItems(MessageShape response, FieldShape keys, bool isGet, FieldShape? notFound)
    {
        var map = Only(response.Fields.Where(f => f.IsMap && f.KeyType == keys.Type && f.Type != Status && (isGet || f.Kind == FieldKind.Message)));
        return map ?? Only(response.Fields.Where(f => f is { IsRepeated: true, Kind: FieldKind.Message } && f != notFound && f.Type != Status && !RemarkNames.Any(name => f.Name.EndsWith(name, StringComparison.Ordinal))));
    }

    // Nothing, or what is said of changes of things that the request names: then a part of the keys can be sent alone.
    private static bool AnswersForAll(MessageShape response, BatchRemarks remarks, string verb, bool hasNamedKeys) =>
        verb != "Get"
        && !response.Fields.Any(f => f is { IsSingle: false, Kind: FieldKind.Message } && f.Type != Status)
        && (hasNamedKeys || response.Fields.Count == 0 || remarks is not { Failed: null, FailedKeys: null, Statuses: null });

    // `GetUser` of the same key, that returns the user or a message which holds it.
    private static (string? Name, (string Get, string Reason)? Miss) FindSingleGet(ClientShape client, FieldShape keys, MessageShape item)
    {
        var singular = Singular(keys.Name);
        var gets = client.Rpcs
            .Where(r => r.Rpc.Kind == RpcKind.Unary && (r.Name == "Get" || r.Name == "Get" + item.Name || StartsWithWord(r.Name, "Get")))
            .Where(r => r.Response.Type == item.Type || Only(r.Response.Fields.Where(f => f.IsSingle && f.Type == item.Type)) is not null)
            .ToList();
        var single = gets.FirstOrDefault(r => r.Request.Fields.Any(f =>
            f.IsSingle && f.Type == keys.Type && (f.Name == singular || (f.Name == "Id" && singular.EndsWith("Id", StringComparison.Ordinal)))));
        return single is not null ? (single.Name, null)
            : gets.FirstOrDefault(r => r.Name == "Get" + item.Name) is { } miss
                ? (null, (miss.Name, $"it takes no '{singular}' of the type that the batch takes in '{keys.Name}'"))
            : default;
    }

    internal static string Singular(string name) => name.EndsWith("s", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1) : name;

    private static bool StartsWithWord(string name, string word) =>
        name.Length > word.Length && name.StartsWith(word, StringComparison.Ordinal) && !char.IsLower(name[word.Length]);

    // The end of a capitalised word: upper case, then lower case.
    private static int? WordEnd(string text, int start)
    {
        if (start >= text.Length || !char.IsUpper(text[start]))
        {
            return null;
        }

        var end = start + 1;
        while (end < text.Length && char.IsLower(text[end]))
        {
            end++;
        }

        return end;
    }

    private static T? Only<T>(IEnumerable<T> items)
        where T : class
    {
        var firstTwo = items.Take(2).ToList();
        return firstTwo.Count == 1 ? firstTwo[0] : null;
    }
}
