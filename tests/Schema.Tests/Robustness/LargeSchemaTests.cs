using System.Diagnostics;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Robustness;

/// <summary>Schemas at the limits: the same findings as buf's, and costs that grow with the size, not with its square.</summary>
public sealed class LargeSchemaTests
{
    private const int Fields = 10_000;

    private const int DeepestNesting = 31;

    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Ten_thousand_fields_and_maps_that_are_all_renamed()
    {
        var previous = await CompileAsync(Large("old"));
        var current = await CompileAsync(Large("new"));
        var time = Stopwatch.StartNew();

        var findings = SchemaBreaking.Run(current, previous, BufConfiguration.Parse("version: v2\nbreaking:\n  use: [FILE, WIRE_JSON]\n"));
        SchemaLinter.Run(current, BufConfiguration.Standard);

        Assert.Equal(Fields, findings.Count(finding => finding.Rule.Name == "FIELD_SAME_NAME"));
        Assert.True(time.Elapsed < Generous, $"{time.Elapsed}");
    }

    [Fact]
    public async Task The_deepest_nesting_that_protoc_allows()
    {
        using var directory = new TemporaryDirectory();
        var nesting = string.Concat(Enumerable.Range(0, DeepestNesting).Select(i => $"message level_{i} {{ ")) + string.Concat(Enumerable.Repeat('}', DeepestNesting));
        File.WriteAllText(directory.File("deep.proto"), "syntax = \"proto3\";\npackage a.v1;\n" + nesting + "\n");
        File.WriteAllText(directory.File("buf.yaml"), "version: v2\n");

        var ours = await Workspace.LintAsync(directory.Path);

        Assert.Equal(DeepestNesting, ours.Count(annotation => annotation.Type == "MESSAGE_PASCAL_CASE"));
        Differential.AssertSame(await BufCli.LintAsync(directory.Path), ours);
    }

    private static string Large(string prefix) =>
        "syntax = \"proto3\";\npackage a.v1;\nmessage Large {\n"
        + string.Concat(Enumerable.Range(1, Fields).Select(i => i % 2 == 0 ? $"  map<string, int32> {prefix}_{i} = {i};\n" : $"  string {prefix}_{i} = {i};\n"))
        + "}\n";

    private static async Task<SchemaImage> CompileAsync(string source)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("large.proto"), source);
        return SchemaImage.Parse(await Protoc.CompileAsync(directory.Path, ["large.proto"]));
    }
}
