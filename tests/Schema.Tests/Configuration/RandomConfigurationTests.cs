using GrpcSdk.Schema.Tests.Breaking.Drafts;
using GrpcSdk.Schema.Tests.Lint;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Configuration;

/// <summary>
/// Random configurations of the same schemas: what ours selects and ignores is what buf does. GRPCSDK_CONFIGURATIONS sets
/// how many are compared, GRPCSDK_SEED the seed of the first; the others follow by one.
/// </summary>
public sealed class RandomConfigurationTests
{
    private const int Schemas = 10;
    private const int FirstSchema = 60_000;
    private const int Refused = 1;

    private static readonly IEnumerable<int> Seeds =
        Enumerable.Range(TestEnvironment.Setting("GRPCSDK_SEED", 1), TestEnvironment.Setting("GRPCSDK_CONFIGURATIONS", 10));

    [Fact]
    public async Task Lint_equals_buf_whatever_the_configuration()
    {
        using var directory = new TemporaryDirectory();
        var files = Enumerable.Range(FirstSchema, Schemas).SelectMany(RandomModule.Create).ToList();
        var image = await WriteAsync(directory.Path, files);
        foreach (var seed in Seeds)
        {
            var yaml = RandomConfiguration.Create(seed, SchemaRuleKind.Lint, files.Select(file => file.Key));
            await File.WriteAllTextAsync(directory.File("buf.yaml"), yaml);
            if (await ReadAsync(yaml, seed, directory.Path, "lint") is not { } configuration)
            {
                continue;
            }

            var buf = await BufCli.LintAsync(directory.Path);
            var ours = Differential.ToBuf(SchemaLinter.Run(image, configuration), directory.Path);

            AssertSame(buf.Select(annotation => annotation.WithAnyCycle()), ours.Select(annotation => annotation.WithAnyCycle()), seed, yaml);
        }
    }

    [Fact]
    public async Task Lint_equals_buf_whatever_the_modules_say()
    {
        using var directory = new TemporaryDirectory();
        var modules = InModules(Enumerable.Range(FirstSchema, Schemas).Select(RandomModule.Create));
        new Fixture("", [.. modules.Values.SelectMany(files => files)]).WriteTo(directory.Path);
        foreach (var seed in Seeds)
        {
            var yaml = RandomConfiguration.CreateWorkspace(seed, SchemaRuleKind.Lint, Names(modules));
            await File.WriteAllTextAsync(directory.File("buf.yaml"), yaml);
            if (await ReadAsync(yaml, seed, directory.Path, "lint") is null)
            {
                continue;
            }

            var buf = await BufCli.LintAsync(directory.Path);
            var ours = await Workspace.LintAsync(directory.Path);

            AssertSame(buf.Select(annotation => annotation.WithAnyCycle()), ours.Select(annotation => annotation.WithAnyCycle()), seed, yaml);
        }
    }

    [Fact]
    public async Task Breaking_equals_buf_whatever_the_modules_say()
    {
        using var directory = new TemporaryDirectory();
        var pairs = Enumerable.Range(FirstSchema, Schemas).Select(GeneratedPair.Create).ToList();
        var modules = InModules(pairs.Select(pair => pair.Current));
        var (old, current) = (directory.File("old"), directory.File("new"));
        new Fixture("", [.. InModules(pairs.Select(pair => pair.Previous)).Values.SelectMany(files => files)]).WriteTo(old);
        new Fixture("", [.. modules.Values.SelectMany(files => files)]).WriteTo(current);
        foreach (var seed in Seeds)
        {
            var yaml = RandomConfiguration.CreateWorkspace(seed, SchemaRuleKind.Breaking, Names(modules));
            await File.WriteAllTextAsync(Path.Combine(old, "buf.yaml"), yaml);
            await File.WriteAllTextAsync(Path.Combine(current, "buf.yaml"), yaml);
            if (await ReadAsync(yaml, seed, current, "breaking", "--against", old) is null)
            {
                continue;
            }

            AssertSame(await BufCli.BreakingAsync(current, old), await Workspace.BreakingAsync(current, old), seed, yaml);
        }
    }

    [Fact]
    public async Task Breaking_equals_buf_whatever_the_configuration()
    {
        using var directory = new TemporaryDirectory();
        var pairs = Enumerable.Range(FirstSchema, Schemas).Select(GeneratedPair.Create).ToList();
        var files = pairs.SelectMany(pair => pair.Current).ToList();
        var previous = await WriteAsync(directory.File("old"), [.. pairs.SelectMany(pair => pair.Previous)]);
        var current = await WriteAsync(directory.File("new"), files);
        foreach (var seed in Seeds)
        {
            var yaml = RandomConfiguration.Create(seed, SchemaRuleKind.Breaking, files.Select(file => file.Key));
            await File.WriteAllTextAsync(directory.File("old/buf.yaml"), yaml);
            await File.WriteAllTextAsync(directory.File("new/buf.yaml"), yaml);
            if (await ReadAsync(yaml, seed, directory.File("new"), "breaking", "--against", directory.File("old")) is not { } configuration)
            {
                continue;
            }

            var buf = await BufCli.BreakingAsync(directory.File("new"), directory.File("old"));
            var ours = Differential.ToBuf(SchemaBreaking.Run(current, previous, configuration), directory.File("new"));

            AssertSame(buf, ours, seed, yaml);
        }
    }

    /// <summary>The configuration; null when we refuse it, and then buf must refuse it too.</summary>
    private static async Task<BufConfiguration?> ReadAsync(string yaml, int seed, string directory, params string[] command)
    {
        try
        {
            return BufConfiguration.Parse(yaml);
        }
        catch (BufConfigurationException exception)
        {
            var result = await BufCli.RunAsync(directory, command);
            Assert.True(result.ExitCode == Refused, $"GRPCSDK_CONFIGURATIONS=1 GRPCSDK_SEED={seed}\n{yaml}\nOnly ours refuses: {exception.Message}");
            return null;
        }
    }

    /// <summary>Schemas by module, dealt out in turn, with the files where they are in the workspace.</summary>
    private static Dictionary<string, IReadOnlyList<KeyValuePair<string, string>>> InModules(IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> schemas)
    {
        string[] paths = ["one", "two/inner", "two/other", "three"];
        return schemas.Index()
            .GroupBy(schema => paths[schema.Index % paths.Length])
            .ToDictionary(
                module => module.Key,
                module => (IReadOnlyList<KeyValuePair<string, string>>)[.. module.SelectMany(schema => schema.Item).Select(file => KeyValuePair.Create($"{module.Key}/{file.Key}", file.Value))]);
    }

    private static Dictionary<string, IReadOnlyList<string>> Names(Dictionary<string, IReadOnlyList<KeyValuePair<string, string>>> modules) =>
        modules.ToDictionary(module => module.Key, module => (IReadOnlyList<string>)[.. module.Value.Select(file => file.Key)]);

    private static async Task<SchemaImage> WriteAsync(string root, IReadOnlyList<KeyValuePair<string, string>> files)
    {
        new Fixture("", files).WriteTo(root);
        var names = TemporaryDirectory.ProtosIn(root);
        return SchemaImage.Parse(await Protoc.CompileAsync(root, names), [.. names.Select(name => new SchemaTarget(name))]);
    }

    private static void AssertSame(IEnumerable<BufAnnotation> buf, IEnumerable<BufAnnotation> ours, int seed, string yaml)
    {
        var difference = Differential.Difference(buf, ours);
        Assert.True(difference.Length == 0, $"GRPCSDK_CONFIGURATIONS=1 GRPCSDK_SEED={seed}\n{yaml}\n{difference}");
    }
}
