// What tells the items of a batch's response apart: the field that an item shares with the key that asked for it.
namespace GrpcSdk.Batching;

/// <summary>Makes identities.</summary>
public static class BatchIdentity
{
    /// <summary>Items carry the key that asked for them, as <c>name</c> or <c>id</c>.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TItem">The item.</typeparam>
    /// <param name="name">The field's name, for messages.</param>
    /// <param name="ofItem">The key in an item.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static BatchIdentity<TKey, TItem> ByKey<TKey, TItem>(string name, Func<TItem, TKey?> ofItem)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(ofItem);
        return new BatchIdentity<TKey, TItem, TKey>(name, static key => key, ofItem, isOptional: false, isServersChoice: false);
    }

    /// <summary>
    /// Items share a field with the message that asked for them: a request id, an id, a name. Where one of the messages of
    /// a batch has it empty, it says nothing about that batch, and the method's next identity is tried.
    /// </summary>
    /// <typeparam name="TKey">The message that asks for one item.</typeparam>
    /// <typeparam name="TItem">The item.</typeparam>
    /// <typeparam name="TId">The field's type.</typeparam>
    /// <param name="name">The field's name, for messages.</param>
    /// <param name="ofKey">The field in what asks.</param>
    /// <param name="ofItem">The field in an item.</param>
    /// <param name="isServersChoice">
    /// Whether the server may give an item another value than it was asked for, as the name of something new: then values
    /// that nobody asked for are no error, as long as none of the others stands in a wrong place.
    /// </param>
    /// <returns>The identity.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static BatchIdentity<TKey, TItem> ByField<TKey, TItem, TId>(string name, Func<TKey, TId?> ofKey, Func<TItem, TId?> ofItem, bool isServersChoice = false)
        where TId : notnull
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(ofKey);
        ArgumentNullException.ThrowIfNull(ofItem);
        return new BatchIdentity<TKey, TItem, TId>(name, ofKey, ofItem, isOptional: true, isServersChoice);
    }

    /// <summary>The id at the end of a resource name (AIP-122): <c>dune</c> of <c>shelves/1/books/dune</c>.</summary>
    /// <param name="resourceName">The name.</param>
    /// <returns>What follows its last slash.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="resourceName"/> is <see langword="null"/>.</exception>
    public static string LastSegment(string resourceName)
    {
        ArgumentNullException.ThrowIfNull(resourceName);
        return resourceName[(resourceName.LastIndexOf('/') + 1)..];
    }
}

/// <summary>How the items of a response find the keys that they belong to. <see cref="BatchIdentity"/> makes them.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TItem">The item.</typeparam>
public abstract class BatchIdentity<TKey, TItem>
{
    private protected BatchIdentity()
    {
    }

    /// <summary>
    /// The index of the item of each key, -1 for none; <see langword="null"/> when this identity says nothing about this batch.
    /// </summary>
    /// <param name="keys">What was asked for.</param>
    /// <param name="items">What came.</param>
    /// <param name="isSettled">Keys that the response says something else about: they may have an item that means nothing.</param>
    /// <exception cref="BatchMismatchException">The items are not those of the keys.</exception>
    internal abstract int[]? Match(IReadOnlyList<TKey> keys, IReadOnlyList<TItem> items, bool[] isSettled);
}

/// <summary>A response that does not fit what was asked for.</summary>
internal sealed class BatchMismatchException(string problem) : Exception(problem);

internal sealed class BatchIdentity<TKey, TItem, TId>(string name, Func<TKey, TId?> ofKey, Func<TItem, TId?> ofItem, bool isOptional, bool isServersChoice)
    : BatchIdentity<TKey, TItem>
    where TId : notnull
{
    internal override int[]? Match(IReadOnlyList<TKey> keys, IReadOnlyList<TItem> items, bool[] isSettled)
    {
        var wanted = new TId?[keys.Count];
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = ofKey(keys[i]);
            if (isOptional && IsNone(wanted[i]))
            {
                return null;
            }
        }

        return InOrder(wanted, items, isSettled) ?? ById(wanted, items, isSettled);
    }

    // What a correct server sends: nothing to look up.
    private int[]? InOrder(TId?[] wanted, IReadOnlyList<TItem> items, bool[] isSettled)
    {
        var places = new int[wanted.Length];
        var next = 0;
        for (var i = 0; i < wanted.Length; i++)
        {
            places[i] = isSettled[i] ? -1 : next++;
            if (places[i] >= 0 && (places[i] >= items.Count || !EqualityComparer<TId?>.Default.Equals(wanted[i], ofItem(items[places[i]]))))
            {
                return null;
            }
        }

        return next == items.Count ? places : null;
    }

    private int[]? ById(TId?[] wanted, IReadOnlyList<TItem> items, bool[] isSettled)
    {
        var open = new Dictionary<TId, Queue<int>>();
        for (var i = 0; i < wanted.Length; i++)
        {
            if (!open.TryGetValue(wanted[i]!, out var of))
            {
                open.Add(wanted[i]!, of = new());
            }

            if (!isSettled[i])
            {
                of.Enqueue(i);
            }
        }

        var ids = items.Select(ofItem).ToArray();
        if (ids.Length > 0 && Array.TrueForAll(ids, id => IsNone(id) && !open.ContainsKey(id ?? default!)))
        {
            // Left out by a field mask, perhaps: no item says whose it is.
            return null;
        }

        return isServersChoice && Array.Exists(ids, id => IsNone(id) || !open.ContainsKey(id!))
            ? CheckPlaces(wanted, ids, isSettled)
            : Deal(open, ids, isSettled);
    }

    private int[] Deal(Dictionary<TId, Queue<int>> open, TId?[] ids, bool[] isSettled)
    {
        var places = new int[isSettled.Length];
        Array.Fill(places, -1);
        var dealt = new HashSet<TId>();
        for (var i = 0; i < ids.Length; i++)
        {
            var id = ids[i];
            if (id is null || !open.TryGetValue(id, out var of))
            {
                // A response may keep the place of what failed with an empty item.
                if (IsNone(id) && ids.Length == isSettled.Length && isSettled[i])
                {
                    continue;
                }

                throw new BatchMismatchException(IsNone(id) ? $"an item without {name}, at index {i}" : $"an item with the {name} '{id}', which was not asked for");
            }

            if (of.TryDequeue(out var place))
            {
                places[place] = i;
                dealt.Add(id);
            }
            else if (dealt.Contains(id))
            {
                throw new BatchMismatchException($"more than one item with the {name} '{id}'");
            }
        }

        foreach (var id in dealt)
        {
            if (open[id].Count > 0)
            {
                // Some answers to several equal questions: it cannot be told which.
                throw new BatchMismatchException($"fewer items with the {name} '{id}' than were asked for");
            }
        }

        return places;
    }

    // The server chose values of its own. Those that were asked for must stand where they were asked for.
    private int[]? CheckPlaces(TId?[] wanted, TId?[] ids, bool[] isSettled)
    {
        int[] places = [.. Enumerable.Range(0, wanted.Length).Where(i => ids.Length == wanted.Length || !isSettled[i])];
        var own = wanted.ToHashSet();
        for (var i = 0; i < ids.Length && ids.Length == places.Length; i++)
        {
            if (own.Contains(ids[i]) && !EqualityComparer<TId?>.Default.Equals(wanted[places[i]], ids[i]))
            {
                throw new BatchMismatchException($"the item with the {name} '{ids[i]}' in the place of another one");
            }
        }

        return null;
    }

    private static bool IsNone(TId? id) => id is null or string { Length: 0 } || EqualityComparer<TId?>.Default.Equals(id, default);
}
