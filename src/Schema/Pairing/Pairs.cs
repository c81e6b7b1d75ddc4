namespace GrpcSdk.Schema.Pairing;

/// <summary>The same thing before and after.</summary>
internal readonly record struct Pair<T>(T Previous, T Current);

/// <summary>Finds the elements of two schemas that belong together.</summary>
internal static class Pairs
{
    /// <summary>Elements with the same key on both sides, in the order of the previous ones. Of equal keys the first counts.</summary>
    public static IReadOnlyList<Pair<T>> Match<T, TKey>(IEnumerable<T> previous, IEnumerable<T> current, Func<T, TKey> key)
        where TKey : notnull
    {
        var currentByKey = Index(current, key);
        var pairs = new List<Pair<T>>();
        foreach (var entry in Index(previous, key))
        {
            if (currentByKey.TryGetValue(entry.Key, out var match))
            {
                pairs.Add(new Pair<T>(entry.Value, match));
            }
        }

        return pairs;
    }

    /// <summary>Elements by key; of equal keys the first counts.</summary>
    public static Dictionary<TKey, T> Index<T, TKey>(IEnumerable<T> elements, Func<T, TKey> key)
        where TKey : notnull
    {
        var index = new Dictionary<TKey, T>();
        foreach (var element in elements)
        {
            var elementKey = key(element);
            if (!index.ContainsKey(elementKey))
            {
                index.Add(elementKey, element);
            }
        }

        return index;
    }
}
