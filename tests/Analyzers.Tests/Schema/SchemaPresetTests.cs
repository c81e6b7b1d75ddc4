// Which findings may fail a build: nothing does on the first day, and what a team asks for does.
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Analyzers.Tests.Schema;

public class SchemaPresetTests
{
    private const string Color = "syntax = \"proto3\";\npackage acme.v1;\nenum Color {\n  RED = 0;\n}\n";
    private const string Shape = "syntax = \"proto3\";\npackage acme.v1;\nenum Shape {\n  ROUND = 0;\n}\n";

    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("suggest", DiagnosticSeverity.Info)]
    [InlineData("enforce", DiagnosticSeverity.Error)]
    [InlineData("Enforce", DiagnosticSeverity.Error)]
    public async Task Without_buf_yaml_and_baseline_findings_are_suggestions_until_they_are_enforced(string rules, DiagnosticSeverity severity)
    {
        using var project = new SchemaProject().Property("GrpcSdkSchemaRules", rules).Proto("color.proto", Color);

        Assert.Equal(("GSDK1014", severity), Key(Assert.Single(await project.Compile().AnalyzeAsync())));
    }

    [Fact]
    public async Task A_buf_yaml_enforces_what_it_selects()
    {
        using var project = new SchemaProject().BufYaml("version: v2\nlint:\n  use: [ENUM_ZERO_VALUE_SUFFIX]\n").Proto("color.proto", Color);

        Assert.Equal(("GSDK1014", DiagnosticSeverity.Error), Key(Assert.Single(await project.Compile().AnalyzeAsync())));
    }

    [Fact]
    public async Task A_baseline_enforces_the_rules_for_what_it_does_not_have_itself()
    {
        using var project = new SchemaProject()
            .Baseline("color.proto", Color + "message Old {\n  string name = 1;\n}\n")
            .Proto("color.proto", Color + "message Old {\n}\n")
            .Proto("shape.proto", Shape);

        var diagnostics = await project.Compile().AnalyzeAsync();

        Assert.Equal(
            [
                ("color.proto", "GSDK1014", DiagnosticSeverity.Info),
                ("color.proto", "GSDK2011", DiagnosticSeverity.Error),
                ("color.proto", "GSDK2012", DiagnosticSeverity.Error),
                ("shape.proto", "GSDK1014", DiagnosticSeverity.Error),
            ],
            diagnostics.Select(Place).Order());
    }

    [Fact]
    public async Task Enforced_rules_count_for_released_names_too()
    {
        using var project = new SchemaProject().Property("GrpcSdkSchemaRules", "enforce").Baseline("color.proto", Color).Proto("color.proto", Color);

        Assert.Equal(("GSDK1014", DiagnosticSeverity.Error), Key(Assert.Single(await project.Compile().AnalyzeAsync())));
    }

    [Fact]
    public async Task Suggestions_do_not_become_errors_when_warnings_do_and_a_global_config_still_counts()
    {
        using var project = new SchemaProject().Proto("color.proto", Color);
        var input = project.Compile();

        var asked = await (input with { Severities = input.Severities.Add("GSDK1014", ReportDiagnostic.Error) }).AnalyzeAsync();
        var silenced = await (input with { Severities = input.Severities.Add("GSDK1014", ReportDiagnostic.Suppress) }).AnalyzeAsync();

        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(asked).Severity);
        Assert.Empty(silenced);
    }

    [Theory]
    [InlineData("third_party", "", "")]
    [InlineData("node_modules/google", "", "")]
    [InlineData("third_party", "false", "GSDK1014")]
    [InlineData("third_party_things", "", "GSDK1014")]
    [InlineData("vendored", "true", "")]
    [InlineData("protos", "true", "")]
    public async Task Other_peoples_files_are_left_alone(string root, string metadata, string expected)
    {
        using var project = new SchemaProject()
            .Property("GrpcSdkSchemaRules", "enforce")
            .Proto("code.proto", "syntax = \"proto3\";\npackage google.rpc;\nenum Code {\n  OK = 0;\n}\n", root)
            .Metadata("GrpcSdkVendored", metadata);

        Assert.Equal(expected, string.Join(' ', (await project.Compile().AnalyzeAsync()).Select(diagnostic => diagnostic.Id)));
    }

    [Fact]
    public async Task A_buf_yaml_decides_over_folders_but_not_over_what_the_project_states()
    {
        using var project = new SchemaProject()
            .BufYaml("version: v2\nlint:\n  use: [ENUM_ZERO_VALUE_SUFFIX]\n", "third_party")
            .Proto("color.proto", Color, "third_party")
            .Proto("shape.proto", Shape, "third_party")
            .Metadata("GrpcSdkVendored", "true");

        Assert.Equal(("color.proto", "GSDK1014", DiagnosticSeverity.Error), Place(Assert.Single(await project.Compile().AnalyzeAsync())));
    }

    [Theory]
    [InlineData("Acme.Contracts", "", "color.proto mine.proto")]
    [InlineData("Acme.Contracts", "check", "code.proto color.proto mine.proto")]
    [InlineData("Contracts", "", "code.proto color.proto mine.proto")]
    public async Task A_file_with_another_namespace_and_another_package_than_the_projects_own_is_somebody_elses(string rootNamespace, string vendored, string expected)
    {
        using var project = new SchemaProject()
            .Property("GrpcSdkSchemaRules", "enforce")
            .Property("RootNamespace", rootNamespace)
            .Property("GrpcSdkVendored", vendored)
            .Proto("mine.proto", "syntax = \"proto3\";\npackage acme.v1;\noption csharp_namespace = \"Acme.V1\";\nenum Mine {\n  MINE = 0;\n}\n")
            .Proto("color.proto", Color)
            .Proto("code.proto", "syntax = \"proto3\";\npackage google.rpc;\nenum Code {\n  OK = 0;\n}\n");

        Assert.Equal(expected, string.Join(' ', (await project.Compile().AnalyzeAsync()).Select(diagnostic => Place(diagnostic).File).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_guess_about_namespaces_lets_no_breaking_change_pass()
    {
        using var project = new SchemaProject()
            .Property("RootNamespace", "Acme")
            .Baseline("old.proto", "syntax = \"proto3\";\npackage legacy;\nmessage Old {\n  string name = 1;\n}\n")
            .Proto("mine.proto", "syntax = \"proto3\";\npackage acme.v1;\noption csharp_namespace = \"Acme.V1\";\n")
            .Proto("old.proto", "syntax = \"proto3\";\npackage legacy;\nmessage Old {\n}\n");

        Assert.Equal(["GSDK2011", "GSDK2012"], (await project.Compile().AnalyzeAsync()).Select(diagnostic => diagnostic.Id).Order());
    }

    private static (string Id, DiagnosticSeverity Severity) Key(Diagnostic diagnostic) => (diagnostic.Id, diagnostic.Severity);

    private static (string File, string Id, DiagnosticSeverity Severity) Place(Diagnostic diagnostic) =>
        (Path.GetFileName(diagnostic.Location.GetLineSpan().Path), diagnostic.Id, diagnostic.Severity);
}
