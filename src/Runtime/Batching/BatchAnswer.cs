// Gives every key of one batch what the response says of it, and nothing that the response says of another one.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Batching;

internal static class BatchAnswer
{
    /// <summary>An outcome for each key, at its index.</summary>
    /// <exception cref="RpcException">INTERNAL: the response does not fit the keys.</exception>
    public static (TItem? Item, Status Status)[] Read<TKey, TRequest, TResponse, TItem>(
        BatchMethod<TKey, TRequest, TResponse, TItem> method,
        IReadOnlyList<TKey> keys,
        BatchContent<TKey, TItem> content,
        BatchMatching matching)
        where TKey : notnull
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        try
        {
            var said = Said(keys, content);
            var silence = method.IsMutation ? new Status(StatusCode.Unknown, "The response says nothing about this request.") : (Status?)null;
            var find = Finder(method, keys, content, said, matching);
            return [.. keys.Select((key, i) => said[i] is { } status ? (default, status) : find(i) is (true, var item) ? (item, Status.DefaultSuccess) : (default(TItem?), silence ?? NotFound(key)))];
        }
        catch (BatchMismatchException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"{method.Name} returned {e.Message}."));
        }
    }

    private static Func<int, (bool Found, TItem? Item)> Finder<TKey, TRequest, TResponse, TItem>(
        BatchMethod<TKey, TRequest, TResponse, TItem> method,
        IReadOnlyList<TKey> keys,
        BatchContent<TKey, TItem> content,
        Status?[] said,
        BatchMatching matching)
        where TKey : notnull
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        if (content.IsForAll)
        {
            return _ => (true, content.ItemForAll);
        }

        if (content.ItemsByKey is { } byKey)
        {
            AssertAsked(keys, byKey.Keys, "an item for the key");
            return i => byKey.TryGetValue(keys[i], out var item) ? (true, item) : (false, default);
        }

        var items = content.Items ?? [];
        var isSettled = Array.ConvertAll(said, s => s is not null);
        var places = (matching == BatchMatching.ByIdentity ? ByIdentity(method.Identities, keys, items, isSettled) : null)
            ?? ByPosition(items.Count, isSettled);
        return i => places[i] >= 0 ? (true, items[places[i]]) : (false, default);
    }

    // What the response says of keys other than by their items.
    private static Status?[] Said<TKey, TItem>(IReadOnlyList<TKey> keys, BatchContent<TKey, TItem> content)
        where TKey : notnull
    {
        var said = new Status?[keys.Count];
        if (content.NotFound is { Count: > 0 } notFound)
        {
            AssertAsked(keys, notFound, "as not found the key");
            HashSet<TKey> missing = [.. notFound];
            Fill(said, i => missing.Contains(keys[i]) ? NotFound(keys[i]) : null);
        }

        if (content.FailedKeys?.ToList() is { Count: > 0 } failedKeys)
        {
            AssertAsked(keys, failedKeys.Select(f => f.Key), "a status for the key");
            var failed = failedKeys.ToDictionary(f => f.Key, f => Failure(f.Value));
            Fill(said, i => failed.GetValueOrDefault(keys[i]));
        }

        foreach (var (index, status) in content.Failed ?? [])
        {
            if (index < 0 || index >= said.Length)
            {
                throw new BatchMismatchException($"a status for the request at index {index} of {said.Length}");
            }

            said[index] = Failure(status) ?? said[index];
        }

        if (content.Statuses?.ToList() is { Count: > 0 } statuses)
        {
            if (statuses.Count != said.Length)
            {
                throw new BatchMismatchException($"{statuses.Count} statuses for {said.Length} keys");
            }

            Fill(said, i => Failure(statuses[i]));
        }

        return said;
    }

    private static void Fill(Status?[] said, Func<int, Status?> statusOf)
    {
        for (var i = 0; i < said.Length; i++)
        {
            said[i] = statusOf(i) ?? said[i];
        }
    }

    // OK is no failure, and what is no gRPC code is UNKNOWN to gRPC.
    private static Status? Failure(Google.Rpc.Status status) => status.Code switch
    {
        (int)StatusCode.OK => null,
        > 0 and <= (int)StatusCode.Unauthenticated => new Status((StatusCode)status.Code, status.Message),
        _ => new Status(StatusCode.Unknown, status.Message),
    };

    private static int[]? ByIdentity<TKey, TItem>(IReadOnlyList<BatchIdentity<TKey, TItem>> identities, IReadOnlyList<TKey> keys, IReadOnlyList<TItem> items, bool[] isSettled)
    {
        foreach (var identity in identities)
        {
            if (identity.Match(keys, items, isSettled) is { } places)
            {
                return places;
            }
        }

        return null;
    }

    // AIP-231 and 233: items in the order of the keys; places that failed have none, or an empty one.
    private static int[] ByPosition(int items, bool[] isSettled)
    {
        var open = isSettled.Count(static settled => !settled);
        var hasGaps = items == isSettled.Length;
        if (!hasGaps && items != open)
        {
            throw new BatchMismatchException($"{items} items for {open} keys, and they have nothing to tell them apart by");
        }

        var next = 0;
        return [.. isSettled.Select((settled, i) => settled ? -1 : hasGaps ? i : next++)];
    }

    private static void AssertAsked<TKey>(IReadOnlyList<TKey> keys, IEnumerable<TKey> answered, string what)
        where TKey : notnull
    {
        HashSet<TKey> asked = [.. keys];
        foreach (var key in answered)
        {
            if (!asked.Contains(key))
            {
                throw new BatchMismatchException($"{what} '{key}', which was not asked for");
            }
        }
    }

    private static Status NotFound<TKey>(TKey key) => new(StatusCode.NotFound, key is IMessage ? "Not found." : $"'{key}' was not found.");
}
