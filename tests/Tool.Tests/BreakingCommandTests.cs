using System.Text.Json;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Tool.Tests;

public class BreakingCommandTests
{
    [Fact]
    public async Task Every_form_of_a_baseline_gives_what_buf_prints()
    {
        using var repository = new Repository(Repository.Released);
        await ToolRunner.GitAsync(repository.Path, "init", "--quiet");
        await ToolRunner.GitAsync(repository.Path, "add", "-A");
        await ToolRunner.GitAsync(repository.Path, "commit", "--quiet", "-m", "release");
        await ToolRunner.GitAsync(repository.Path, "tag", "v1.0.0");
        await ToolRunner.RunAsync(repository.Path, "baseline", "-o", "old/baseline.binpb");
        await BufCli.RunAsync(repository.Path, "build", "-o", "old/image.json");
        await BufCli.RunAsync(repository.Path, "build", "-o", "old/image.binpb.gz");
        repository.Write("released/acme/v1/user.proto", Repository.Released);
        repository.Write("protos/acme/v1/user.proto", Repository.Current);

        // The image that grpcsdk wrote is the one that buf reads, too.
        var expected = Lines((await BufCli.RunAsync(repository.Path, "breaking", "--against", "old/baseline.binpb", "--error-format=json")).Output);
        Assert.Equal(["FIELD_NO_DELETE_UNLESS_NAME_RESERVED", "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", "FIELD_SAME_NAME"], Rules(expected));

        foreach (var baseline in new[] { "old/baseline.binpb", "old/image.json", "old/image.binpb.gz", "released", "git:main", "git:v1.0.0", "git:v1.0.0:protos" })
        {
            var result = await ToolRunner.RunAsync(repository.Path, "breaking", "--against", baseline, "--format", "json");
            Assert.True(result.ExitCode == 100, $"{baseline}: {result.Error}{result.Output}");
            Assert.Equal(expected, Lines(result.Output));
        }
    }

    [Fact]
    public async Task A_ref_that_is_missing_is_an_error_that_names_it_and_a_shallow_clone_as_the_cause()
    {
        using var repository = new Repository();
        using var clone = new TemporaryDirectory();
        await ToolRunner.GitAsync(repository.Path, "init", "--quiet");
        await ToolRunner.GitAsync(repository.Path, "add", "-A");
        await ToolRunner.GitAsync(repository.Path, "commit", "--quiet", "-m", "one");
        await ToolRunner.GitAsync(repository.Path, "commit", "--quiet", "-m", "two", "--allow-empty");
        await ToolRunner.GitAsync(clone.Path, "clone", "--quiet", "--depth=1", "file://" + repository.Path, "shallow");

        var here = await ToolRunner.RunAsync(repository.Path, "breaking", "--against", "git:v9");
        var shallow = await ToolRunner.RunAsync(clone.File("shallow"), "breaking", "--against", "git:v9");
        var path = await ToolRunner.RunAsync(repository.Path, "breaking", "--against", "git:main:nowhere");

        Assert.Equal((1, 1, 1), (here.ExitCode, shallow.ExitCode, path.ExitCode));
        Assert.Contains("no ref 'v9'", here.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("shallow", here.Error, StringComparison.Ordinal);
        Assert.Contains("shallow clone", shallow.Error, StringComparison.Ordinal);
        Assert.Contains("no directory 'nowhere' at 'main'", path.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_baseline_that_cannot_be_read_is_an_error_not_silence()
    {
        using var repository = new Repository();
        repository.Write("garbage.binpb", "this is no image");
        repository.Write("garbage.json", "{ this is no image");

        foreach (var (baseline, message) in new[] { ("missing.binpb", "No image file 'missing.binpb'"), ("garbage.binpb", "descriptor set"), ("garbage.json", "not an image file"), ("nowhere", "No directory 'nowhere'") })
        {
            var result = await ToolRunner.RunAsync(repository.Path, "breaking", "--against", baseline);
            Assert.True(result.ExitCode == 1 && result.Error.Contains(message, StringComparison.Ordinal), $"{baseline}: {result.ExitCode} {result.Error}");
        }
    }

    private static List<string> Lines(string jsonLines) =>
        [.. jsonLines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Serialize(JsonSerializer.Deserialize<BufAnnotation>(line))).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Rules(IEnumerable<string> lines) =>
        lines.Select(line => JsonSerializer.Deserialize<BufAnnotation>(line)!.Type).Order(StringComparer.Ordinal);
}
