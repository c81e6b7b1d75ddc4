using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Breaking;

/// <summary>
/// Each fixture of the breaking rules, run by our engine and by the real buf. A fixture keeps to a folder and to
/// packages of its own name, in lower case, so that one run of buf serves all of them.
/// </summary>
public sealed class BreakingFixtureTests
{
    private static readonly Lazy<Task<(IReadOnlyList<BufAnnotation> Buf, IReadOnlyList<BufAnnotation> Ours)>> Results = new(CompareAllAsync);

    public static TheoryData<string> Names => [.. Fixture.Names("Breaking")];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Breaking_equals_buf(string name)
    {
        var (buf, all) = await Results.Value;
        var ours = all.Where(annotation => Concerns(name, annotation)).ToList();

        Differential.AssertSame(buf.Where(annotation => Concerns(name, annotation)), ours);
        Assert.Contains(ours, annotation => annotation.Type == name.Split('.')[0]);
    }

    [Fact]
    public async Task Every_annotation_belongs_to_a_fixture()
    {
        var (buf, ours) = await Results.Value;
        var names = Fixture.Names("Breaking").ToList();

        Assert.DoesNotContain(buf.Concat(ours), annotation => names.Count(name => Concerns(name, annotation)) != 1);
    }

    private static async Task<(IReadOnlyList<BufAnnotation> Buf, IReadOnlyList<BufAnnotation> Ours)> CompareAllAsync()
    {
        using var comparison = new BreakingComparison();
        foreach (var name in Fixture.Names("Breaking"))
        {
            comparison.Add(Fixture.Read("Breaking", name));
        }

        return await comparison.RunAsync();
    }

    /// <summary>The path lies in the folder; without a path, the message names a file or package of it.</summary>
    internal static bool Concerns(string name, BufAnnotation annotation)
    {
        var folder = name.Replace('.', '_').ToLowerInvariant();
        return annotation.Path is { } path
            ? path.StartsWith(folder + "/", StringComparison.Ordinal)
            : annotation.Message.Contains($"\"{folder}/", StringComparison.Ordinal) || annotation.Message.Contains($"\"{folder}.", StringComparison.Ordinal);
    }
}
