using System.Diagnostics;
using System.Globalization;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Robustness;

/// <summary>Schemas at the limits: the same findings as buf's, and costs that grow with the size, not with its square.</summary>
public sealed class LargeSchemaTests
{
    private const int Fields = 10_000;

    private const int Files = 1_000;

    private const int Packages = 20;

    private const int DeepestNesting = 31;

    private static readonly TimeSpan Generous = TimeSpan.FromMinutes(2);

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

    /// <summary>Each deletion looks its name and number up among all reservations.</summary>
    [Theory]
    [InlineData("message Large {{ {0} }}", "  int32 old_{0} = {0};\n", "FIELD_NO_DELETE_UNLESS")]
    [InlineData("enum Large {{ E_ZERO = 0; {0} }}", "  old_{0} = {0};\n", "ENUM_VALUE_NO_DELETE_UNLESS")]
    public async Task Ten_thousand_deletions_of_which_half_are_reserved(string declaration, string element, string rule)
    {
        var (even, odd) = (Numbers(2), Numbers(1));
        var previous = await CompileAsync(Source(string.Concat(even.Concat(odd).Select(i => string.Format(CultureInfo.InvariantCulture, element, i)))));
        var current = await CompileAsync(Source(string.Concat(even.Select(i => $"  reserved {i};\n  reserved \"old_{i}\";\n"))));
        var time = Stopwatch.StartNew();

        var findings = SchemaBreaking.Run(current, previous, BufConfiguration.Parse($"version: v2\nbreaking:\n  use: [{rule}_NAME_RESERVED, {rule}_NUMBER_RESERVED, RESERVED_MESSAGE_NO_DELETE, RESERVED_ENUM_NO_DELETE]\n"));

        Assert.Equal(2 * odd.Length, findings.Count);
        Assert.Empty(SchemaBreaking.Run(current, current, BufConfiguration.Parse("version: v2\n")));
        Assert.True(time.Elapsed < Generous, $"{time.Elapsed}");

        static int[] Numbers(int first) => [.. Enumerable.Range(0, Fields / 2).Select(i => first + (2 * i))];

        string Source(string content) => "syntax = \"proto3\";\npackage a.v1;\n" + string.Format(CultureInfo.InvariantCulture, declaration, content) + "\n";
    }

    [Fact]
    public async Task A_thousand_files_that_import_one_another()
    {
        using var directory = new TemporaryDirectory();
        for (var i = 0; i < Files; i++)
        {
            var (folder, import) = ($"acme/area{i % Packages}/v1", i < Packages ? "" : $"import \"acme/area{i % Packages}/v1/f{i - Packages}.proto\";\n");
            Directory.CreateDirectory(directory.File(folder));
            File.WriteAllText(directory.File($"{folder}/f{i}.proto"), $"syntax = \"proto3\";\npackage acme.area{i % Packages}.v1;\n{import}message M{i} {{ string badName = 1; }}\n");
        }

        File.WriteAllText(directory.File("buf.yaml"), "version: v2\n");

        var ours = await Workspace.LintAsync(directory.Path);

        Assert.Equal(Files, ours.Count(annotation => annotation.Type == "FIELD_LOWER_SNAKE_CASE"));
        Differential.AssertSame(await BufCli.LintAsync(directory.Path), ours);
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
