using System.Globalization;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Breaking.Drafts;

/// <summary>A schema and an edited copy of it. Paths, packages and names hold the seed.</summary>
internal sealed record GeneratedPair(int Seed, IReadOnlyList<KeyValuePair<string, string>> Previous, IReadOnlyList<KeyValuePair<string, string>> Current)
{
    private const int MaxEdits = 12;

    private string Tag => TagOf(Seed);

    public static GeneratedPair Create(int seed)
    {
        var previous = DraftGenerator.Generate(seed, TagOf(seed));
        var current = DraftGenerator.Generate(seed, TagOf(seed));
        var random = new Random(~seed);
        DraftEdits.Apply(current, random, random.Next(1, MaxEdits));
        return new GeneratedPair(seed, [.. DraftWriter.Write(previous)], [.. DraftWriter.Write(current)]);
    }

    /// <summary>The annotation is about this pair: its path, or without one its message, says so.</summary>
    public bool Concerns(BufAnnotation annotation) =>
        (annotation.Path ?? annotation.Message).Contains(Tag, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => string.Join('\n',
    [
        $"GRPCSDK_PAIRS=1 GRPCSDK_SEED={Seed.ToString(CultureInfo.InvariantCulture)}",
        .. Previous.Select(file => $"-- old/{file.Key} --\n{file.Value}"),
        .. Current.Select(file => $"-- new/{file.Key} --\n{file.Value}"),
    ]);

    private static string TagOf(int seed) => $"p{seed.ToString(CultureInfo.InvariantCulture)}x";
}
