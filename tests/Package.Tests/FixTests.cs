// dotnet build -t:GrpcSdkFix from the package: what it prints, what it writes, what it refuses.

namespace GrpcSdk.Package.Tests;

[Collection(ConsumerBuild.Name)]
public sealed class FixTests(ConsumerBuild build)
{
    private const string User = "fix/protos/acme/v1/user.proto";
    private const string Group = "fix/protos/acme/v1/group.proto";

    [Fact]
    public async Task The_target_shows_a_diff_repairs_one_rule_then_all_and_refuses_what_would_break_the_baseline()
    {
        var (user, group) = (Read(User), Read(Group));

        var dryRun = await FixAsync("fix", "-p:GrpcSdkFixDryRun=true");
        var (userAfterDryRun, groupAfterDryRun) = (Read(User), Read(Group));
        var oneRule = await FixAsync("fix", "-p:GrpcSdkFixRules=ENUM_ZERO_VALUE_SUFFIX");
        var userAfterOneRule = Read(User);
        var all = await FixAsync("fix");

        Assert.Contains("-message user_info {}", dryRun, StringComparison.Ordinal);
        Assert.Contains("+message UserInfo {}", dryRun, StringComparison.Ordinal);
        Assert.Contains("4 findings would be repaired, 1 refused.", dryRun, StringComparison.Ordinal);
        Assert.Equal((user, group), (userAfterDryRun, groupAfterDryRun));

        Assert.Contains("1 finding repaired, 0 refused.", oneRule, StringComparison.Ordinal);
        Assert.Equal(user.Replace("NONE", "ROLE_UNSPECIFIED", StringComparison.Ordinal), userAfterOneRule);

        Assert.Contains("acme/v1/user.proto: not repaired: Field name \"userName\" should be lower_snake_case", all, StringComparison.Ordinal);
        Assert.Contains("it would be a breaking change: Field \"1\" on message \"User\" changed name", all, StringComparison.Ordinal);
        Assert.Equal(
            "syntax = \"proto3\";\r\npackage acme.v1;\r\n\r\n// A user.\r\nmessage User {\r\n  reserved \"age\";\r\n  reserved 2;\r\n  string userName = 1;\r\n}\r\nmessage UserInfo {}\r\nenum Role { ROLE_UNSPECIFIED = 0; }\r\n",
            Read(User));
        Assert.Equal(group.Replace("user_info", "UserInfo", StringComparison.Ordinal), Read(Group));
    }

    [Fact]
    public async Task Without_a_buf_yaml_the_proto_root_is_repaired_by_the_rules_of_schema_evolution()
    {
        var output = await FixAsync("fixroot");

        Assert.Contains("1 finding repaired, 0 refused.", output, StringComparison.Ordinal);
        Assert.Equal("syntax = \"proto3\";\npackage acme;\nenum color { COLOR_UNSPECIFIED = 0; }\n", Read("fixroot/protos/color.proto"));
    }

    [Fact]
    public async Task What_the_tool_cannot_do_is_an_error_of_the_build()
    {
        var result = await build.Workspace.RunAsync("build", "fixroot/fixroot.csproj", "--no-restore", "-tl:off", "-clp:NoSummary", "-t:GrpcSdkFix", "-p:GrpcSdkFixRules=NO_SUCH_RULE");

        var error = Assert.Single(BuildOutput.Parse(result.Output));
        Assert.Equal((1, "GSDK0010", "The .proto files cannot be repaired. No rule 'NO_SUCH_RULE' (--rule). docs/rules lists them."), (result.ExitCode, error.Id, error.Message));
    }

    private async Task<string> FixAsync(string project, params string[] properties)
    {
        var result = await build.Workspace.RunAsync(["build", $"{project}/{project}.csproj", "--no-restore", "-tl:off", "-clp:NoSummary", "-t:GrpcSdkFix", .. properties]);
        return result.EnsureSuccess().Output;
    }

    private string Read(string file) => File.ReadAllText(build.Workspace[file]);
}
