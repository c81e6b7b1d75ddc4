// The schema rules from the package: what `dotnet build` prints, what SARIF holds, what a .globalconfig can silence.
using System.Text.Json;

namespace GrpcSdk.Package.Tests;

[Collection(ConsumerBuild.Name)]
public sealed class SchemaRulesTests(ConsumerBuild build)
{
    [Fact]
    public void Findings_stand_at_the_characters_of_the_proto_and_come_once_for_all_target_frameworks()
    {
        var diagnostics = build.Of("rules");

        Assert.Equal(
            ["color.proto(4,16): error GSDK1014", "user.proto(3,1): error GSDK2011", "user.proto(3,1): error GSDK2012"],
            diagnostics.Select(diagnostic => diagnostic.ToString()).Order());
        Assert.All(diagnostics, diagnostic => Assert.Equal("netstandard2.0", diagnostic.Framework));
        Assert.Equal(build.Workspace["rules/protos/color.proto"], diagnostics.First(diagnostic => diagnostic.Id == "GSDK1014").File);
        Assert.Contains("[ENUM_ZERO_VALUE_SUFFIX]", diagnostics.First(diagnostic => diagnostic.Id == "GSDK1014").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_log_has_span_and_help_link()
    {
        using var sarif = JsonDocument.Parse(File.ReadAllText(build.Workspace["rules/netstandard2.0.sarif"]));
        var run = sarif.RootElement.GetProperty("runs")[0];
        var result = run.GetProperty("results").EnumerateArray().Single(result => result.GetProperty("ruleId").GetString() == "GSDK1014");
        var location = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        var region = location.GetProperty("region");
        var rule = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("id").GetString() == "GSDK1014");

        Assert.EndsWith("protos/color.proto", location.GetProperty("artifactLocation").GetProperty("uri").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            (4, 16, 4, 19),
            (region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32(), region.GetProperty("endLine").GetInt32(), region.GetProperty("endColumn").GetInt32()));
        Assert.Equal("https://github.com/grpcsdk/grpcsdk/blob/main/docs/rules/GSDK1014.md", rule.GetProperty("helpUri").GetString());
    }

    [Fact]
    public void On_the_first_day_a_line_says_how_many_suggestions_there_are_and_nothing_fails_though_warnings_are_errors()
    {
        var line = Assert.Single(build.Of("firstday"));

        Assert.Equal(("warning", "GSDK0020"), (line.Severity, line.Id));
        Assert.Contains("Suggestions of the schema rules: 1, ", line.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(build.Workspace["firstday/bin/Debug/net10.0/firstday.dll"]));
        Assert.Equal(
            [
                "1 to enforce, 0 for advice, 1 files checked, 0 vendored files not checked",
                "protos/color.proto(4,16): suggestion GSDK1014: Enum zero value name \"RED\" should be suffixed with \"_UNSPECIFIED\". [ENUM_ZERO_VALUE_SUFFIX]",
            ],
            File.ReadAllLines(build.Workspace["firstday/obj/Debug/net10.0/grpcsdk/suggestions.txt"]));
    }

    [Fact]
    public async Task Warnings_as_errors_on_the_command_line_do_not_fail_the_first_day_either()
    {
        var result = await build.Workspace.RunAsync("build", "firstday/firstday.csproj", "--no-restore", "-tl:off", "-warnaserror");

        Assert.Contains("warning GSDK0020", result.EnsureSuccess().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_adds_the_rules_gets_no_package_to_run()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(build.Workspace["firstday/obj/project.assets.json"]));

        Assert.Equal(["GrpcSdk"], assets.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name.Split('/')[0]).Where(name => name.StartsWith("GrpcSdk", StringComparison.Ordinal) || name.StartsWith("Google.Api", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_rule_that_a_global_config_sets_to_none_is_silent() => Assert.Empty(build.Of("silenced"));

    [Fact]
    public void A_global_config_changes_the_severity() =>
        Assert.Equal("color.proto(4,16): warning GSDK1014", Assert.Single(build.Of("softened")).ToString());

    [Fact]
    public void A_severity_preset_counts_less_than_the_projects_own_global_config() =>
        Assert.Equal(
            ["color.proto(4,16): error GSDK1012", "color.proto(4,16): warning GSDK1014"],
            build.Of("strict").Select(diagnostic => diagnostic.ToString()).Order());

    [Fact]
    public void Two_roots_with_the_same_file_name_are_both_checked() =>
        Assert.Equal(
            [(build.Workspace["roots/one/color.proto"], 4), (build.Workspace["roots/two/color.proto"], 5)],
            build.Of("roots").Select(diagnostic => (diagnostic.File, diagnostic.Line)).Order());

    [Fact]
    public async Task A_build_writes_the_image_that_later_builds_are_compared_with()
    {
        var workspace = build.Workspace;
        var update = await workspace.RunAsync("build", "image/image.csproj", "--no-restore", "-tl:off", "-t:GrpcSdkUpdateProtoBaseline");
        Assert.Contains("baseline.binpb.gz: 1 files", update.EnsureSuccess().Output, StringComparison.Ordinal);
        workspace.Write("image/protos/users.proto", Snippets.Users.Replace("  string name = 1;\n}\n\nmessage GetUserRequest", "}\n\nmessage GetUserRequest", StringComparison.Ordinal));

        var result = await workspace.RunAsync("build", "image/image.csproj", "--no-restore", "-tl:off", "-clp:NoSummary");

        Assert.Equal(
            ["users.proto(10,1): error GSDK2011", "users.proto(10,1): error GSDK2012"],
            BuildOutput.Parse(result.Output).Select(diagnostic => diagnostic.ToString()).Order());
    }

    [Fact]
    public void The_rules_run_in_the_compiler_server() =>
        Assert.Contains("CompilerServer: server - server processed compilation - rules", build.FirstLog, StringComparison.Ordinal);

    [Fact]
    public void No_rule_and_no_generator_crashes()
    {
        Assert.DoesNotContain("AD0001", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS8785", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CS9057", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_build_without_changes_neither_protoc_nor_the_compiler_runs()
    {
        Assert.Contains("silenced/obj/Debug/net10.0/grpcsdk".Replace('/', Path.DirectorySeparatorChar), build.SecondLog, StringComparison.Ordinal);
        Assert.Contains("is up to date.", build.SecondLog, StringComparison.Ordinal);
        Assert.DoesNotContain(" is made.", build.SecondLog, StringComparison.Ordinal);
        Assert.Contains("Skipping target \"CoreCompile\"", build.SecondLog, StringComparison.Ordinal);
        Assert.Contains(" is made.", build.FirstLog, StringComparison.Ordinal);
    }
}
