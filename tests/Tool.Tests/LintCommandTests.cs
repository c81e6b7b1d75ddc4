using System.Text.Json;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Tool.Tests;

public class LintCommandTests
{
    [Fact]
    public async Task Text_is_a_clickable_line_a_finding_and_the_exit_code_is_bufs()
    {
        using var repository = new Repository();

        var result = await ToolRunner.RunAsync(repository.Path, "lint");

        Assert.Equal(100, result.ExitCode);
        Assert.Matches(@"^protos/acme/v1/user\.proto\(4,13\): error GSDK1\d{3}: Enum zero value name ""ROLE_NONE"" should be suffixed with ""_UNSPECIFIED""\. \[ENUM_ZERO_VALUE_SUFFIX\]\s*$", result.Output);
    }

    [Fact]
    public async Task Json_is_what_buf_prints()
    {
        using var repository = new Repository();

        var ours = await ToolRunner.RunAsync(repository.Path, "lint", "--format", "json");
        var bufs = await BufCli.RunAsync(repository.Path, "lint", "--error-format=json");

        Assert.Equal(bufs.ExitCode, ours.ExitCode);
        Assert.Equal(Lines(bufs.Output), Lines(ours.Output));
    }

    [Theory]
    [InlineData("image.binpb")]
    [InlineData("image.binpb.gz")]
    [InlineData("image.json")]
    [InlineData("image.json.gz")]
    public async Task An_image_of_bufs_gives_the_same_and_its_imports_are_not_checked(string image)
    {
        using var repository = new Repository();
        // The zero value of its enum Syntax has no suffix.
        repository.Write("protos/acme/v1/importer.proto", "syntax = \"proto3\";\npackage acme.v1;\nimport \"google/protobuf/type.proto\";\nmessage M { google.protobuf.Type type = 1; }\n");
        await BufCli.RunAsync(repository.Path, "build", "-o", image);

        var ours = await ToolRunner.RunAsync(repository.Path, "lint", image, "--format", "json");

        Assert.Equal(Lines((await ToolRunner.RunAsync(repository.Path, "lint", "--format", "json")).Output), Lines(ours.Output));
        Assert.NotEmpty(ours.Output);
    }

    [Fact]
    public async Task Folders_with_spaces_and_links_to_files_are_checked_as_buf_checks_them()
    {
        using var repository = new Repository();
        repository.Write("buf.yaml", "version: v2\nmodules:\n  - path: my protos\n");
        repository.Write("my protos/acme/v1/user.proto", Repository.Current);
        repository.Write("elsewhere/order.proto", "syntax = \"proto3\";\npackage acme.v1;\nmessage order {}\n");
        File.CreateSymbolicLink(repository.File("my protos/acme/v1/order.proto"), repository.File("elsewhere/order.proto"));

        var ours = await ToolRunner.RunAsync(repository.Path, "lint", "--format", "json");
        var bufs = await BufCli.RunAsync(repository.Path, "lint", "--error-format=json");

        Assert.Contains("order.proto", bufs.Output, StringComparison.Ordinal);
        Assert.Equal(Lines(bufs.Output), Lines(ours.Output));
    }

    [Fact]
    public async Task Sarif_has_the_rule_and_the_region()
    {
        using var repository = new Repository();

        var result = await ToolRunner.RunAsync(repository.Path, "lint", "--format", "sarif");

        var run = JsonDocument.Parse(result.Output).RootElement.GetProperty("runs")[0];
        var finding = Assert.Single(run.GetProperty("results").EnumerateArray());
        Assert.Equal("ENUM_ZERO_VALUE_SUFFIX", run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0].GetProperty("name").GetString());
        var place = finding.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("protos/acme/v1/user.proto", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal((4, 13, 4, 22), (Region("startLine"), Region("startColumn"), Region("endLine"), Region("endColumn")));

        int Region(string name) => place.GetProperty("region").GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task GitHub_annotations_name_file_line_and_column()
    {
        using var repository = new Repository();

        var result = await ToolRunner.RunAsync(repository.Path, "lint", "-f", "githubactions");

        Assert.StartsWith("::error file=protos/acme/v1/user.proto,line=4,endLine=4,col=13,endColumn=22,title=GSDK", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clean_schema_prints_nothing_and_exits_with_zero()
    {
        using var repository = new Repository(Repository.Released);

        var result = await ToolRunner.RunAsync(repository.Path, "lint");

        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task What_the_user_can_mend_is_one_message_without_a_stack()
    {
        using var repository = new Repository();

        await FailsAsync("No directory 'nowhere'", "lint", "nowhere");
        await FailsAsync("No protoc at 'nowhere'", "lint", "--protoc", "nowhere");
        await FailsAsync("No configuration file 'nowhere.yaml'", "lint", "--config", "nowhere.yaml");

        repository.Write("buf.yaml", "version: v2\nlint:\n  use: [NO_SUCH_RULE]\n");
        await FailsAsync("buf.yaml(3,", "lint");

        repository.Write("buf.yaml", "version: v2\n");
        repository.Write("broken.proto", "syntax = \"proto3\"; message {");
        await FailsAsync("do not compile", "lint");

        async Task FailsAsync(string message, params string[] arguments)
        {
            var result = await ToolRunner.RunAsync(repository.Path, arguments);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains(message, result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData()]
    [InlineData("lint")]
    [InlineData("breaking")]
    [InlineData("fix")]
    [InlineData("baseline")]
    public async Task Help_shows_an_example(params string[] command)
    {
        using var repository = new Repository();

        var result = await ToolRunner.RunAsync(repository.Path, [.. command, "--help"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"Example: grpcsdk {command.FirstOrDefault() ?? "lint"} protos", result.Output, StringComparison.Ordinal);
        string[] named = command.Length == 0 ? ["lint", "breaking", "fix", "baseline"] : [];
        Assert.All(named, name => Assert.Contains(name, result.Output, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Lines(string jsonLines) =>
        jsonLines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Serialize(JsonSerializer.Deserialize<BufAnnotation>(line))).Order(StringComparer.Ordinal);
}
