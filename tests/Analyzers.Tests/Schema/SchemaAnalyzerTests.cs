// The schema rules as diagnostics: at the right characters, of the right file, with the right words.
using System.Text;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Analyzers.Tests.Schema;

public class SchemaAnalyzerTests
{
    private const string Clean = "syntax = \"proto3\";\npackage acme.v1;\nmessage User {\n  string name = 1;\n}\n";

    [Fact]
    public async Task An_enum_whose_zero_value_is_not_unspecified_is_an_error_at_the_name()
    {
        using var project = new SchemaProject().Property("GrpcSdkSchemaRules", "enforce").Proto("acme/v1/color.proto", """
            syntax = "proto3";
            package acme.v1;
            enum Color {
              {|GSDK1014:RED|} = 0;
            }
            """);

        var diagnostic = Assert.Single(await project.VerifyAsync());

        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal("Enum zero value name \"RED\" should be suffixed with \"_UNSPECIFIED\". [ENUM_ZERO_VALUE_SUFFIX]", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("https://github.com/grpcsdk/grpcsdk/blob/main/docs/rules/GSDK1014.md", diagnostic.Descriptor.HelpLinkUri);
    }

    [Theory]
    [InlineData(false, "\n")]
    [InlineData(true, "\r\n")]
    public async Task Columns_are_characters_whatever_tabs_bytes_and_line_ends(bool mark, string newLine)
    {
        using var project = new SchemaProject().Proto(
            "color.proto",
            "syntax = \"proto3\";\nenum Color {\n \t/* grüße 🎉 */\t{|GSDK1014:RED|} = 0;\n}\n".Replace("\n", newLine, StringComparison.Ordinal),
            encoding: new UTF8Encoding(mark));

        await project.VerifyAsync();
    }

    [Fact]
    public async Task A_field_that_was_deleted_without_reserving_it_is_an_error_at_its_message()
    {
        using var project = new SchemaProject()
            .Baseline("user.proto", "syntax = \"proto3\";\nmessage User {\n  string name = 1;\n  int32 age = 2;\n}\n")
            .Proto("user.proto", "syntax = \"proto3\";\n{|GSDK2011:{|GSDK2012:message User {\n  string name = 1;\n}|}|}\n");

        Assert.All(await project.VerifyAsync(), diagnostic => Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity));
    }

    [Fact]
    public async Task A_deletion_that_reserves_number_and_name_is_fine()
    {
        using var project = new SchemaProject()
            .Baseline("user.proto", "syntax = \"proto3\";\nmessage User {\n  string name = 1;\n  int32 age = 2;\n}\n")
            .Proto("user.proto", "syntax = \"proto3\";\nmessage User {\n  reserved 2;\n  reserved \"age\";\n  string name = 1;\n}\n");

        Assert.Empty(await project.VerifyAsync());
    }

    [Fact]
    public async Task A_number_that_is_used_again_is_an_error_at_type_and_name()
    {
        using var project = new SchemaProject()
            .Baseline("user.proto", "syntax = \"proto3\";\nmessage User {\n  string name = 1;\n}\n")
            .Proto("user.proto", "syntax = \"proto3\";\nmessage User {\n  {|GSDK2021:int32|} {|GSDK2019:age|} = 1;\n}\n")
            .BufYaml("version: v2\nlint:\n  use: [ENUM_FIRST_VALUE_ZERO]\nbreaking:\n  use: [FIELD_SAME_TYPE, FIELD_SAME_NAME]\n");

        await project.VerifyAsync();
    }

    [Fact]
    public async Task A_file_whose_text_is_newer_than_its_descriptor_is_silent_and_others_are_not()
    {
        using var project = new SchemaProject()
            .Proto("color.proto", "syntax = \"proto3\";\nenum Color {\n  RED = 0;\n}\n")
            .Proto("shape.proto", "syntax = \"proto3\";\nenum Shape {\n  ROUND = 0;\n}\n");
        var input = project.Compile();
        var stale = input.Files.Single(file => file.Path.EndsWith("color.proto", StringComparison.Ordinal));

        var diagnostics = await input.Replace(stale, stale.With("// one line more\n" + stale.GetText())).AnalyzeAsync();

        Assert.EndsWith("shape.proto", Assert.Single(diagnostics).Location.GetLineSpan().Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_editor_that_asks_for_one_file_gets_the_findings_of_that_file()
    {
        using var project = new SchemaProject()
            .Proto("color.proto", "syntax = \"proto3\";\nenum Color {\n  RED = 0;\n}\n")
            .Proto("shape.proto", "syntax = \"proto3\";\nenum Shape {\n  ROUND = 0;\n}\n");
        var input = project.Compile();
        var color = input.Files.Single(file => file.Path.EndsWith("color.proto", StringComparison.Ordinal));

        var diagnostic = Assert.Single(await input.AnalyzeAsync(color));

        Assert.Contains("\"RED\"", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typing_CSharp_neither_decodes_nor_checks_again()
    {
        using var project = new SchemaProject().Proto("color.proto", "syntax = \"proto3\";\nenum Color {\n  RED = 0;\n}\n");
        var input = project.Compile();

        var first = await input.AnalyzeAsync();
        var second = await (input with { Source = "class D { }" }).AnalyzeAsync();

        Assert.Single(first);
        Assert.Single(second);
        Assert.Equal(1, input.File("DescriptorSet").Reads);
    }

    [Fact]
    public async Task A_new_descriptor_is_checked_anew()
    {
        using var project = new SchemaProject().Proto("color.proto", "syntax = \"proto3\";\nenum Color {\n  RED = 0;\n}\n");
        Assert.Single(await project.Compile().AnalyzeAsync());
        File.WriteAllText(project["protos/color.proto"], "syntax = \"proto3\";\nenum Color {\n  COLOR_UNSPECIFIED = 0;\n}\n");

        Assert.Empty(await project.Compile().AnalyzeAsync());
    }

    [Fact]
    public async Task A_file_that_is_only_imported_is_never_reported()
    {
        using var project = new SchemaProject()
            .Import("color.proto", "syntax = \"proto3\";\nenum Color {\n  RED = 0;\n}\n")
            .Proto("user.proto", "syntax = \"proto3\";\nimport \"color.proto\";\nmessage User {\n  Color color = 1;\n}\n");

        Assert.Empty(await project.VerifyAsync());
    }

    [Fact]
    public async Task Files_of_the_same_name_in_two_roots_keep_their_own_findings()
    {
        using var project = new SchemaProject()
            .Proto("color.proto", "syntax = \"proto3\";\nenum Color {\n  {|GSDK1014:RED|} = 0;\n}\n", root: "a")
            .Proto("color.proto", "syntax = \"proto3\";\n\nenum Colour {\n  {|GSDK1014:ROT|} = 0;\n}\n", root: "b")
            .Proto("supercolor.proto", "syntax = \"proto3\";\nenum Color2 {\n  COLOR2_UNSPECIFIED = 0;\n}\n", root: "b");

        await project.VerifyAsync();
    }

    [Fact]
    public async Task With_a_buf_yaml_exactly_its_rules_run()
    {
        using var project = new SchemaProject()
            .Proto("color.proto", "syntax = \"proto3\";\nenum Color {\n  {|GSDK1014:COLOR_UNSPECIFIED|} = 0;\n}\n")
            .BufYaml("version: v2\nlint:\n  use: [ENUM_ZERO_VALUE_SUFFIX]\n  enum_zero_value_suffix: _NONE\n");

        await project.VerifyAsync();
    }

    [Fact]
    public async Task Ignored_paths_of_buf_yaml_count_from_its_directory()
    {
        using var project = new SchemaProject()
            .Proto("x/color.proto", "syntax = \"proto3\";\nenum Color {\n  RED = 0;\n}\n")
            .Proto("y/color.proto", "syntax = \"proto3\";\npackage y;\nenum Colour {\n  {|GSDK1014:ROT|} = 0;\n}\n")
            .BufYaml("version: v2\nmodules:\n  - path: protos\nlint:\n  use: [ENUM_ZERO_VALUE_SUFFIX]\n  ignore: [protos/x]\n", directory: ".");

        await project.VerifyAsync();
    }

    [Fact]
    public async Task A_buf_yaml_that_cannot_be_used_is_an_error_at_its_line_and_no_rule_runs()
    {
        using var project = new SchemaProject()
            .Proto("color.proto", "syntax = \"proto3\";\nenum Color {\n  RED = 0;\n}\n")
            .Proto("other.proto", Clean, root: "protos/sub")
            .BufYaml("version: v2\nlint:\n  use: [NO_SUCH_RULE]\n");

        var diagnostic = Assert.Single(await project.Compile().AnalyzeAsync());

        Assert.Equal("GSDK0006", diagnostic.Id);
        Assert.Equal(project["protos/buf.yaml"], diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(2, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Contains("NO_SUCH_RULE", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_gone_with_its_file_is_reported_without_a_place()
    {
        using var project = new SchemaProject()
            .Baseline("user.proto", Clean)
            .Baseline("gone.proto", "syntax = \"proto3\";\npackage acme.gone.v1;\nmessage Gone {}\n")
            .Proto("user.proto", Clean)
            .BufYaml("version: v2\nbreaking:\n  use: [FILE_NO_DELETE, PACKAGE_NO_DELETE]\nlint:\n  use: [ENUM_FIRST_VALUE_ZERO]\n");

        var diagnostics = await project.VerifyAsync();

        Assert.All(diagnostics, diagnostic => Assert.Equal(Location.None, diagnostic.Location));
        Assert.All(diagnostics, diagnostic => Assert.Contains(WellKnownDiagnosticTags.CompilationEnd, diagnostic.Descriptor.CustomTags));
        Assert.Equal(
            ["Previously present file \"gone.proto\" was deleted. [FILE_NO_DELETE]", "Previously present package \"acme.gone.v1\" was deleted. [PACKAGE_NO_DELETE]"],
            diagnostics.Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public async Task A_root_is_compared_with_itself_though_another_has_a_file_of_the_same_name()
    {
        const string Previous = "syntax = \"proto3\";\nmessage A {\n  string x = 1;\n}\n";
        using var project = new SchemaProject()
            .Baseline("one/a.proto", Previous)
            .Baseline("two/a.proto", Previous)
            .Proto("a.proto", Previous, root: "one")
            .Proto("a.proto", "syntax = \"proto3\";\n{|GSDK2010:message A {\n}|}\n", root: "two")
            .BufYaml("version: v2\nlint:\n  use: [ENUM_FIRST_VALUE_ZERO]\nbreaking:\n  use: [FIELD_NO_DELETE]\n", directory: ".");

        await project.VerifyAsync();
    }

    [Fact]
    public async Task Each_root_follows_the_buf_yaml_above_it()
    {
        const string Previous = "syntax = \"proto3\";\nmessage A {\n  string x = 1;\n}\n";
        using var project = new SchemaProject()
            .Baseline("one/a.proto", Previous)
            .Baseline("two/a.proto", Previous)
            .Proto("a.proto", "syntax = \"proto3\";\n{|GSDK2010:message A {\n}|}\n", root: "one")
            .Proto("a.proto", "syntax = \"proto3\";\n{|GSDK2012:message A {\n}|}\n", root: "two")
            .BufYaml("version: v2\nlint:\n  use: [ENUM_FIRST_VALUE_ZERO]\nbreaking:\n  use: [FIELD_NO_DELETE]\n", directory: "one")
            .BufYaml("version: v2\nlint:\n  use: [ENUM_FIRST_VALUE_ZERO]\nbreaking:\n  use: [FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED]\n", directory: "two");

        await project.VerifyAsync();
    }

    [Fact]
    public async Task A_workspace_of_v1_has_a_buf_yaml_in_each_module()
    {
        using var project = new SchemaProject()
            .Proto("one/a.proto", "syntax = \"proto3\";\nenum color {\n  {|GSDK1014:RED|} = 0;\n}\n", root: "protos")
            .Proto("two/b.proto", "syntax = \"proto3\";\nenum {|GSDK1011:shade|} {\n  DARK = 0;\n}\n", root: "protos")
            .BufYaml("version: v1\nlint:\n  use: [ENUM_ZERO_VALUE_SUFFIX]\n", directory: "protos/one")
            .BufYaml("version: v1\nlint:\n  use: [ENUM_PASCAL_CASE]\n", directory: "protos/two")
            .Configuration("protos/buf.work.yaml", "version: v1\ndirectories: [one, two]\n");

        await project.VerifyAsync();
    }

    [Fact]
    public async Task A_root_that_no_module_of_the_buf_yaml_above_holds_is_checked_as_one_without_a_buf_yaml()
    {
        using var project = new SchemaProject()
            .Proto("a.proto", "syntax = \"proto3\";\nenum Color {\n  {|GSDK1014:RED|} = 0;\n}\n", root: "other")
            .BufYaml("version: v2\nmodules:\n  - path: protos\nlint:\n  use: [ENUM_PASCAL_CASE]\n", directory: ".");

        await project.VerifyAsync();
    }

    [Fact]
    public async Task The_rules_can_be_turned_off()
    {
        using var project = new SchemaProject()
            .Proto("color.proto", "syntax = \"proto3\";\nenum Color {\n  RED = 0;\n}\n")
            .Property("GrpcSdkSchemaRules", "false");

        Assert.Empty(await project.Compile().AnalyzeAsync());
    }

    [Fact]
    public async Task A_rule_that_a_global_config_silences_says_nothing()
    {
        using var project = new SchemaProject().Proto("color.proto", "syntax = \"proto3\";\nenum Color {\n  RED = 0;\n}\n");
        var silenced = System.Collections.Immutable.ImmutableDictionary<string, ReportDiagnostic>.Empty.Add("GSDK1014", ReportDiagnostic.Suppress);

        Assert.Empty(await (project.Compile() with { Severities = silenced }).AnalyzeAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a descriptor file")]
    [InlineData("grpcsdk-descriptor-set 1\nnonsense")]
    [InlineData("grpcsdk-descriptor-set 1\n0123456789abcdef color.proto\n\n!!!!")]
    [InlineData("grpcsdk-descriptor-set 1\n0123456789abcdef color.proto\n\nCgUBAgM=")]
    public async Task A_descriptor_file_that_cannot_be_read_is_said_so(string text)
    {
        using var project = new SchemaProject().Proto("color.proto", Clean);
        var input = project.Compile();
        var set = input.File("DescriptorSet");

        var diagnostic = Assert.Single(await input.Replace(set, set.With(text)).AnalyzeAsync());

        Assert.Equal("GSDK0007", diagnostic.Id);
        Assert.Equal(set.Path, diagnostic.Location.GetLineSpan().Path);
    }
}
