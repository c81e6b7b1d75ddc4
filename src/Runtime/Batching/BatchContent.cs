using Grpc.Core;

namespace GrpcSdk.Batching;

/// <summary>What one response of a batch RPC carries: a list of items, a map by key, or one answer for all keys.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TItem">The item.</typeparam>
public readonly struct BatchContent<TKey, TItem>
    where TKey : notnull
{
    /// <summary>A response with a list of items.</summary>
    /// <param name="items">The items.</param>
    public BatchContent(IReadOnlyList<TItem> items) => Items = items;

    /// <summary>A response with a map of items.</summary>
    /// <param name="itemsByKey">The items.</param>
    public BatchContent(IDictionary<TKey, TItem> itemsByKey) => ItemsByKey = itemsByKey;

    /// <summary>A response that answers all keys at once, as that of most batch deletes.</summary>
    /// <param name="itemForAll">What every key gets.</param>
    public BatchContent(TItem itemForAll)
    {
        ItemForAll = itemForAll;
        IsForAll = true;
    }

    /// <summary>The keys that the server did not find, if it says.</summary>
    public IReadOnlyCollection<TKey>? NotFound { get; init; }

    /// <summary>The status of the requests that failed, by their index in the request, if it says (AIP-233, partial success).</summary>
    public IEnumerable<KeyValuePair<int, Google.Rpc.Status>>? Failed { get; init; }

    /// <summary>The status of the keys that failed, if it says.</summary>
    public IEnumerable<KeyValuePair<TKey, Google.Rpc.Status>>? FailedKeys { get; init; }

    /// <summary>The status of every key, in the order of the keys, if it says; none when all went well.</summary>
    public IEnumerable<Google.Rpc.Status>? Statuses { get; init; }

    internal IReadOnlyList<TItem>? Items { get; }

    internal IDictionary<TKey, TItem>? ItemsByKey { get; }

    internal TItem? ItemForAll { get; }

    internal bool IsForAll { get; }
}

/// <summary>What became of one key of a batch.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TItem">The item.</typeparam>
/// <param name="Index">The position of the key among the keys that were passed in, from 0.</param>
/// <param name="Key">The key.</param>
/// <param name="Item">The item; <see langword="default"/> unless <see cref="IsOk"/>.</param>
/// <param name="Status">OK; NOT_FOUND for a key that the server does not know; UNKNOWN for a change of which the response says nothing; else what made it fail.</param>
public readonly record struct BatchResult<TKey, TItem>(int Index, TKey Key, TItem? Item, Status Status)
{
    /// <summary>Whether there is an item.</summary>
    public bool IsOk => Status.StatusCode == StatusCode.OK;
}
