using GrpcSdk.Schema.Tests.Breaking;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests;

/// <summary>
/// For each rule what looks like a finding and is none, run by our engine and by the real buf. A fixture keeps to a folder
/// and to packages of its rule's name, in lower case, so that one run of buf serves all of them.
/// </summary>
public sealed class SilentFixtureTests
{
    private static readonly Lazy<Task<(IReadOnlyList<BufAnnotation> Buf, IReadOnlyList<BufAnnotation> Ours)>> Lint = new(LintAllAsync);
    private static readonly Lazy<Task<(IReadOnlyList<BufAnnotation> Buf, IReadOnlyList<BufAnnotation> Ours)>> Breaking = new(CompareAllAsync);

    public static TheoryData<string> LintRules => [.. Fixture.Names("SilentLint")];

    public static TheoryData<string> BreakingRules => [.. Fixture.Names("SilentBreaking")];

    [Theory]
    [MemberData(nameof(LintRules))]
    public async Task Lint_is_silent(string rule)
    {
        var fixture = Fixture.Read("SilentLint", rule);
        AssertSilent(rule, HasConfiguration(fixture) ? await LintAsync([fixture]) : await Lint.Value);
    }

    [Theory]
    [MemberData(nameof(BreakingRules))]
    public async Task Breaking_is_silent_about_a_change(string rule)
    {
        var files = Fixture.Read("SilentBreaking", rule).Files;

        Assert.NotEqual(Of("old/"), Of("new/"));
        AssertSilent(rule, await Breaking.Value);

        IEnumerable<string> Of(string folder) => files.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)).Select(file => $"{file.Key[folder.Length..]}\n{file.Value}");
    }

    private static void AssertSilent(string rule, (IReadOnlyList<BufAnnotation> Buf, IReadOnlyList<BufAnnotation> Ours) results)
    {
        var buf = results.Buf.Where(annotation => BreakingFixtureTests.Concerns(rule, annotation)).ToList();
        var ours = results.Ours.Where(annotation => BreakingFixtureTests.Concerns(rule, annotation)).ToList();

        // Other rules may have something to say; they say the same.
        Differential.AssertSame(buf, ours);
        Assert.DoesNotContain(ours, annotation => annotation.Type == rule);
    }

    private static Task<(IReadOnlyList<BufAnnotation> Buf, IReadOnlyList<BufAnnotation> Ours)> LintAllAsync() =>
        LintAsync(Fixture.Names("SilentLint").Select(name => Fixture.Read("SilentLint", name)).Where(fixture => !HasConfiguration(fixture)));

    private static async Task<(IReadOnlyList<BufAnnotation> Buf, IReadOnlyList<BufAnnotation> Ours)> LintAsync(IEnumerable<Fixture> fixtures)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("buf.yaml"), LintFixtureTests.AllRules);
        foreach (var fixture in fixtures)
        {
            fixture.WriteTo(directory.Path);
        }

        return (await BufCli.LintAsync(directory.Path), await Workspace.LintAsync(directory.Path));
    }

    private static async Task<(IReadOnlyList<BufAnnotation> Buf, IReadOnlyList<BufAnnotation> Ours)> CompareAllAsync()
    {
        using var comparison = new BreakingComparison();
        foreach (var name in Fixture.Names("SilentBreaking"))
        {
            comparison.Add(Fixture.Read("SilentBreaking", name));
        }

        return await comparison.RunAsync();
    }

    private static bool HasConfiguration(Fixture fixture) => fixture.Files.Any(file => file.Key == "buf.yaml");
}
