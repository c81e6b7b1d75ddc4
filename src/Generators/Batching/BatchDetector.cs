// Decides whether an RPC is a batch (AIP-231, 233, 234, 235): a pure function over shapes.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Batching;

/// <summary>Finds batch RPCs by name and by what their messages hold.</summary>
internal static class BatchDetector
{
    private const string Status = "global::Google.Rpc.Status";

    private static readonly string[] Verbs = ["Get", "Create", "Update", "Delete"];
    private static readonly string[] NotFoundNames = ["NotFound", "Missing", "NotFoundNames", "NotFoundIds", "MissingNames", "MissingIds"];

    /// <summary>The batch that an RPC is, or null.</summary>
    public static BatchShape? Detect(RpcShape rpc, ClientShape client)
    {
        if (rpc.Rpc.Kind != RpcKind.Unary
            || VerbOf(rpc.Name) is not { } verb
            || FindKeys(rpc.Request) is not { } keys
            || rpc.Response.Name == "Operation")
        {
            return null;
        }

        var notFound = rpc.Response.Fields.FirstOrDefault(f => f.IsRepeated && f.Type == keys.Type && NotFoundNames.Contains(f.Name));
        var items = FindItems(rpc.Response, keys, notFound);
        if (items is null && (verb != "Delete" || rpc.Response.Fields.Any(f => !f.IsSingle)))
        {
            return null;
        }

        var item = items is null ? null : client.FindNested(items.Type);
        var itemKey = item is null ? null : KeyOfItem(item, keys);
        var single = verb == "Get" && items is not null ? FindSingleGet(client, keys, items.Type) : null;
        return new BatchShape(
            rpc.Rpc,
            verb,
            keys,
            items,
            itemKey,
            notFound,
            rpc.Response.Fields.FirstOrDefault(f => f.IsMap && f.Type == Status && f.KeyType == "int"),
            verb == "Get" ? null : client.FindNested(keys.Type)?.Fields.FirstOrDefault(f => f is { Name: "RequestId", IsSingle: true, Kind: FieldKind.String }),
            single,
            item?.Name ?? "");
    }

    /// <summary>Get, Create, Update or Delete, when the name is that of a batch RPC.</summary>
    public static string? VerbOf(string rpc) => Verbs.FirstOrDefault(v => StartsWithWord(rpc, "Batch" + v));

    /// <summary>names (AIP-231), ids as in user_ids, or requests.</summary>
    public static FieldShape? FindKeys(MessageShape request)
    {
        var repeated = request.Fields.Where(f => f.IsRepeated && (f.Kind is FieldKind.String or FieldKind.Message || f.IsInteger)).ToList();
        return repeated.FirstOrDefault(f => f.Name == "Requests" && f.Kind == FieldKind.Message)
            ?? repeated.FirstOrDefault(f => f.Name == "Names" && f.Kind == FieldKind.String)
            ?? Only(repeated.Where(f => f.Kind != FieldKind.Message && (f.Name == "Ids" || f.Name.EndsWith("Ids", StringComparison.Ordinal) || f.Name.EndsWith("Names", StringComparison.Ordinal))));
    }

    private static FieldShape? FindItems(MessageShape response, FieldShape keys, FieldShape? notFound)
    {
        var map = Only(response.Fields.Where(f => f.IsMap && f.KeyType == keys.Type && f.Type != Status));
        return map ?? Only(response.Fields.Where(f => f is { IsRepeated: true, Kind: FieldKind.Message } && f != notFound && f.Type != Status));
    }

    // `names` are the items' names, `user_ids` their id or user_id.
    private static FieldShape? KeyOfItem(MessageShape item, FieldShape keys)
    {
        var singular = Singular(keys.Name);
        var field = item.Find(singular) ?? (singular.EndsWith("Id", StringComparison.Ordinal) ? item.Find("Id") : null);
        return field is { IsSingle: true, IsWrapper: false } && field.Type == keys.Type ? field : null;
    }

    private static string? FindSingleGet(ClientShape client, FieldShape keys, string item)
    {
        var singular = Singular(keys.Name);
        return client.Rpcs.FirstOrDefault(r =>
            r.Rpc.Kind == RpcKind.Unary
            && StartsWithWord(r.Name, "Get")
            && r.Response.Type == item
            && r.Request.Fields.Any(f => f.IsSingle && f.Type == keys.Type && (f.Name == singular || (f.Name == "Id" && singular.EndsWith("Id", StringComparison.Ordinal)))))?.Name;
    }

    private static string Singular(string name) => name.EndsWith("s", StringComparison.Ordinal) ? name.Substring(0, name.Length - 1) : name;

    private static bool StartsWithWord(string name, string word) =>
        name.Length > word.Length && name.StartsWith(word, StringComparison.Ordinal) && !char.IsLower(name[word.Length]);

    private static T? Only<T>(IEnumerable<T> items)
        where T : class
    {
        var firstTwo = items.Take(2).ToList();
        return firstTwo.Count == 1 ? firstTwo[0] : null;
    }
}
