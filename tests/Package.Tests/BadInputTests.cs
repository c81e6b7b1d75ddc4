// What a user sees whose project is not as it should be: one message that says what, where and what to do.

namespace GrpcSdk.Package.Tests;

[Collection(ConsumerBuild.Name)]
public sealed class BadInputTests(ConsumerBuild build)
{
    [Theory]
    [InlineData("broken")]
    [InlineData("brokenlintonly")]
    public void A_proto_that_does_not_compile_is_one_error_of_protoc_at_its_place(string project)
    {
        var diagnostic = Assert.Single(build.Of(project));

        Assert.Equal(("error", 4, 1), (diagnostic.Severity, diagnostic.Line, diagnostic.Column));
        Assert.Contains("Expected \";\".", diagnostic.Message, StringComparison.Ordinal);
        Assert.EndsWith("user.proto", diagnostic.File, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_that_is_missing_is_named()
    {
        var diagnostic = Assert.Single(build.Of("nobaseline"));

        Assert.Equal(("error", "GSDK0004"), (diagnostic.Severity, diagnostic.Id));
        Assert.Contains(build.Workspace["nobaseline/no/such/baseline"], diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buf_yaml_that_cannot_be_used_is_named_with_its_line() =>
        Assert.Equal("buf.yaml(4,7): error GSDK0006", Assert.Single(build.Of("badyaml")).ToString());

    [Fact]
    public void A_project_without_protoc_gets_a_hint_and_builds()
    {
        var diagnostic = Assert.Single(build.Of("notools"));

        Assert.Equal(("warning", "GSDK0001"), (diagnostic.Severity, diagnostic.Id));
        Assert.True(File.Exists(build.Workspace["notools/bin/Debug/net10.0/notools.dll"]));
    }

    [Fact]
    public void A_severity_preset_that_does_not_exist_is_named()
    {
        var diagnostic = Assert.Single(build.Of("nopreset"));

        Assert.Equal(("error", "GSDK0009"), (diagnostic.Severity, diagnostic.Id));
        Assert.Contains("stirct", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_protoc_that_is_not_there_is_named()
    {
        var diagnostic = Assert.Single(build.Of("noprotoc"));

        Assert.Equal(("error", "GSDK0002"), (diagnostic.Severity, diagnostic.Id));
        Assert.Contains(build.Workspace["noprotoc/no/such/protoc"], diagnostic.Message, StringComparison.Ordinal);
    }
}
