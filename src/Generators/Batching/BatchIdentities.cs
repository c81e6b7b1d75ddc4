// Finds the fields by which an item of a batch's response knows the key that asked for it.
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Batching;

/// <summary>A request id, an id, a name: whatever both sides have.</summary>
internal static class BatchIdentities
{
    /// <summary>All that fit, best first.</summary>
    public static IEnumerable<BatchIdentityShape> Find(string verb, FieldShape keys, MessageShape item, ClientShape client)
    {
        if (keys.Kind != FieldKind.Message)
        {
            return KeyOfItem(item, keys) is { } key ? [new BatchIdentityShape(key)] : [];
        }

        return client.FindNested(keys.Type) is { } request ? OfRequests(verb, request, item) : [];
    }

    // `names` are the items' names, `user_ids` their id or user_id.
    private static FieldShape? KeyOfItem(MessageShape item, FieldShape keys)
    {
        var singular = BatchDetector.Singular(keys.Name);
        var field = item.Find(singular) ?? (singular.EndsWith("Id", StringComparison.Ordinal) ? item.Find("Id") : null);
        return field is not null && IsValue(field) && field.Type == keys.Type ? field : null;
    }

    private static IEnumerable<BatchIdentityShape> OfRequests(string verb, MessageShape request, MessageShape item)
    {
        // What is new gets its name from the server, whatever the request proposes.
        var isServersChoice = verb is not ("Get" or "Update" or "Delete");
        if (Pair(request, "RequestId", item.Find("RequestId")) is { } requestId)
        {
            yield return new BatchIdentityShape(item.Find("RequestId")!, requestId);
        }

        string[] ids = [item.Name + "Id", "Id", "Uid", "Uuid"];
        string[] names = ["ResourceName", "Name", item.Name + "Name"];
        var held = request.Type == item.Type ? null : request.Fields.FirstOrDefault(f => f is { IsSingle: true, Kind: FieldKind.Message, Oneof: "" } && f.Type == item.Type);
        foreach (var field in ids.Concat(names).Select(item.Find).OfType<FieldShape>().Where(IsValue))
        {
            // GetUserRequest.user_id is User.id.
            string[] called = ids.Contains(field.Name) ? [field.Name, item.Name + "Id", "Id"] : [field.Name];
            if (called.Select(name => Pair(request, name, field)).FirstOrDefault(f => f is not null) is { } flat)
            {
                yield return new BatchIdentityShape(field, flat, IsServersChoice: isServersChoice);
            }

            if (held is not null)
            {
                yield return new BatchIdentityShape(field, field, held, IsServersChoice: isServersChoice);
            }
        }

        // AIP-133: the request proposes book_id, the book is called shelves/1/books/{book_id}.
        if (verb == "Create" && item.Find("Name") is { Kind: FieldKind.String, IsSingle: true } resource && Pair(request, item.Name + "Id", resource) is { } proposed)
        {
            yield return new BatchIdentityShape(resource, proposed, IsLastSegment: true, IsServersChoice: true);
        }
    }

    private static FieldShape? Pair(MessageShape request, string name, FieldShape? item) =>
        item is not null && request.Find(name) is { } field && IsValue(field) && IsValue(item) && field.Type == item.Type ? field : null;

    private static bool IsValue(FieldShape field) =>
        field is { IsSingle: true, IsWrapper: false } && (field.Kind == FieldKind.String || field.IsInteger);
}
