using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Lint;

/// <summary>
/// Random modules: our lint and buf's agree on every one. GRPCSDK_MODULES sets how many modules are compared,
/// GRPCSDK_SEED the seed of the first; the others follow by one.
/// </summary>
public sealed class GeneratedModulesTests
{
    private const int BatchSize = 100;

    [Fact]
    public async Task Lint_equals_buf_on_generated_modules()
    {
        var seeds = Enumerable.Range(TestEnvironment.Setting("GRPCSDK_SEED", 40_000), TestEnvironment.Setting("GRPCSDK_MODULES", 50));
        foreach (var batch in seeds.Chunk(BatchSize))
        {
            await CompareAsync(batch);
        }
    }

    private static async Task CompareAsync(IEnumerable<int> seeds)
    {
        using var directory = new TemporaryDirectory();
        foreach (var (path, text) in seeds.SelectMany(RandomModule.Create))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(directory.File(path))!);
            await File.WriteAllTextAsync(directory.File(path), text);
        }

        await File.WriteAllTextAsync(directory.File("buf.yaml"), LintFixtureTests.AllRules);

        var buf = await BufCli.LintAsync(directory.Path);
        var ours = await Workspace.LintAsync(directory.Path);

        // The folder of an annotation is the seed.
        Assert.NotEmpty(buf);
        Differential.AssertSame(buf.Select(annotation => annotation.WithAnyCycle()), ours.Select(annotation => annotation.WithAnyCycle()));
    }
}
