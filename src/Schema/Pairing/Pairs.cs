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

    /// <summary>Elements with the same number on both sides, in the order of the previous ones. Of equal numbers the first counts.</summary>
    public static IReadOnlyList<Pair<T>> MatchNumbers<T>(IReadOnlyList<T> previous, IReadOnlyList<T> current, Func<T, int> number)
    {
        if (!HaveSameNumbers(previous, current, number) || !Ascend(previous, number))
        {
            return Match(previous, current, number);
        }

        var pairs = new Pair<T>[previous.Count];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = new Pair<T>(previous[i], current[i]);
        }

        return pairs;
    }

    /// <summary>Previous elements whose number no current one has.</summary>
    public static IReadOnlyList<T> Deleted<T>(IReadOnlyList<T> previous, IReadOnlyList<T> current, Func<T, int> number)
    {
        if (HaveSameNumbers(previous, current, number))
        {
            return [];
        }

        var numbers = new HashSet<int>(current.Select(number));
        return [.. previous.Where(element => !numbers.Contains(number(element)))];
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

    /// <summary>Most messages and enums have neither gained nor lost anything: then there is nothing to look up.</summary>
    private static bool HaveSameNumbers<T>(IReadOnlyList<T> previous, IReadOnlyList<T> current, Func<T, int> number)
    {
        var same = previous.Count == current.Count;
        for (var i = 0; same && i < previous.Count; i++)
        {
            same = number(previous[i]) == number(current[i]);
        }

        return same;
    }

    private static bool Ascend<T>(IReadOnlyList<T> elements, Func<T, int> number)
    {
        for (var i = 1; i < elements.Count; i++)
        {
            if (number(elements[i - 1]) >= number(elements[i]))
            {
                return false;
            }
        }

        return true;
    }
}
