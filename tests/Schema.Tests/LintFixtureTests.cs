using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests;

/// <summary>Each fixture of the lint rules, run by our engine and by the real buf.</summary>
public sealed class LintFixtureTests
{
    /// <summary>Every lint rule that the newest version of buf.yaml has, PROTOVALIDATE apart.</summary>
    internal const string AllRules =
        """
        version: v2
        lint:
          use: [STANDARD, COMMENTS, UNARY_RPC, STABLE_PACKAGE_NO_IMPORT_UNSTABLE]
          except: [PROTOVALIDATE]

        """;

    public static TheoryData<string> Names => [.. Fixture.Names("Lint")];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Lint_equals_buf(string name)
    {
        var fixture = Fixture.Read("Lint", name);
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("buf.yaml"), AllRules);
        fixture.WriteTo(directory.Path);

        var buf = await BufCli.LintAsync(directory.Path);
        var ours = await Workspace.LintAsync(directory.Path);

        Differential.AssertSame(buf, ours);
        Assert.Contains(ours, annotation => annotation.Type == fixture.Rule);
    }
}
