using Google.Protobuf.Collections;

namespace GrpcSdk.Paging;

/// <summary>What one response of a paginated RPC carries.</summary>
/// <typeparam name="TItem">The item.</typeparam>
/// <param name="items">
/// The items of this page, in the server's order; may be empty in the middle of a list, or <see langword="null"/> where
/// the message around them is absent.
/// </param>
/// <param name="nextToken">The token of the next page; empty or <see langword="null"/> at the end of the list.</param>
/// <param name="totalSize">The server's count of all items, where the response has such a field.</param>
/// <param name="unreachable">Locations that the server could not reach (<see href="https://google.aip.dev/217">AIP-217</see>).</param>
public readonly struct PageContent<TItem>(
    IReadOnlyList<TItem>? items, string? nextToken, long? totalSize = null, IReadOnlyList<string>? unreachable = null)
{
    /// <summary>The items of this page.</summary>
    public IReadOnlyList<TItem> Items { get; } = items ?? [];

    /// <summary>The token of the next page; empty or <see langword="null"/> at the end.</summary>
    public string? NextToken { get; } = nextToken;

    /// <summary>The server's count of all items, if it says.</summary>
    public long? TotalSize { get; } = totalSize;

    /// <summary>Locations that the server could not reach, if it says.</summary>
    public IReadOnlyList<string>? Unreachable { get; } = unreachable;
}

/// <summary>Turns response fields into what <see cref="PageContent{TItem}"/> holds.</summary>
public static class PageItems
{
    /// <summary>The entries of a map field as a list.</summary>
    /// <typeparam name="TKey">The map's key.</typeparam>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <param name="map">The map field.</param>
    /// <returns>One key and value per entry.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="map"/> is <see langword="null"/>.</exception>
    public static IReadOnlyList<KeyValuePair<TKey, TValue>> FromMap<TKey, TValue>(MapField<TKey, TValue> map)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(map);
        return [.. map];
    }
}
