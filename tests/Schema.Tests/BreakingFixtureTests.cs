using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests;

/// <summary>Each fixture of the breaking rules, run by our engine and by the real buf.</summary>
public sealed class BreakingFixtureTests
{
    /// <summary>Every breaking rule that the newest version of buf.yaml has.</summary>
    private const string AllRules =
        """
        version: v2
        breaking:
          use: [FILE, PACKAGE, WIRE, WIRE_JSON, CSR]

        """;

    private static readonly HashSet<string> Implemented = [.. Breaking.BreakingRules.All.Select(rule => rule.Name)];

    public static TheoryData<string> Names => [.. Fixture.Names("Breaking")];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Breaking_equals_buf(string name)
    {
        var fixture = Fixture.Read("Breaking", name);
        using var directory = new TemporaryDirectory();
        var (previous, current) = (directory.File("old"), directory.File("new"));
        foreach (var module in new[] { previous, current })
        {
            Directory.CreateDirectory(module);
            File.WriteAllText(Path.Combine(module, "buf.yaml"), AllRules);
        }

        fixture.WriteTo(directory.Path);

        var buf = await BufCli.BreakingAsync(current, previous);
        var findings = SchemaBreaking.Run(
            await CompileAsync(current), await CompileAsync(previous), BufConfiguration.Parse(File.ReadAllText(Path.Combine(current, "buf.yaml"))));
        var ours = Differential.ToBuf(findings, current);

        Differential.AssertSame(buf.Where(a => Implemented.Contains(a.Type)), ours);
        Assert.Contains(ours, annotation => annotation.Type == fixture.Rule);
    }

    private static async Task<SchemaImage> CompileAsync(string root)
    {
        var files = TemporaryDirectory.ProtosIn(root);
        return SchemaImage.Parse(await Protoc.CompileAsync(root, files), [.. files.Select(file => new SchemaTarget(file))]);
    }
}
