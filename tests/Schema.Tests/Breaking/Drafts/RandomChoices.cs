namespace GrpcSdk.Schema.Tests.Breaking.Drafts;

/// <summary>Choices that a seed decides.</summary>
internal static class RandomChoices
{
    public static bool Chance(this Random random, int percent) => random.Next(100) < percent;

    public static T OneOf<T>(this Random random, params T[] choices) => choices[random.Next(choices.Length)];

    public static T Pick<T>(this Random random, IEnumerable<T> choices) => random.OneOf(choices.ToArray());

    /// <summary>Sets each option with some probability.</summary>
    public static void SetOptions(
        this Random random, SortedDictionary<string, string> options, Dictionary<string, string[]> vocabulary, int percent)
    {
        foreach (var (name, literals) in vocabulary)
        {
            if (random.Chance(percent))
            {
                options[name] = random.Pick(literals);
            }
        }
    }
}
