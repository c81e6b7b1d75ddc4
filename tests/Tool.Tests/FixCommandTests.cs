namespace GrpcSdk.Tool.Tests;

public class FixCommandTests
{
    [Fact]
    public async Task A_dry_run_prints_a_diff_and_writes_nothing()
    {
        using var repository = new Repository();

        var result = await ToolRunner.RunAsync(repository.Path, "fix", "--dry-run");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--- a/protos/acme/v1/user.proto", result.Output, StringComparison.Ordinal);
        Assert.Contains("-enum Role { ROLE_NONE = 0; }", result.Output, StringComparison.Ordinal);
        Assert.Contains("+enum Role { ROLE_UNSPECIFIED = 0; }", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 finding would be repaired", result.Error, StringComparison.Ordinal);
        Assert.Equal(Repository.Current, await File.ReadAllTextAsync(repository.File("protos/acme/v1/user.proto"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_was_deleted_since_the_baseline_is_reserved_and_a_second_run_changes_nothing()
    {
        using var repository = new Repository();
        repository.Write("released/acme/v1/user.proto", Repository.Released);

        var first = await ToolRunner.RunAsync(repository.Path, "fix", "--against", "released");
        var text = await File.ReadAllTextAsync(repository.File("protos/acme/v1/user.proto"), TestContext.Current.CancellationToken);
        var second = await ToolRunner.RunAsync(repository.Path, "fix", "--against", "released");
        var check = await ToolRunner.RunAsync(repository.Path, "breaking", "--against", "released");

        Assert.Equal(0, first.ExitCode);
        Assert.Contains("reserved 3;", text, StringComparison.Ordinal);
        Assert.Contains("reserved \"age\";", text, StringComparison.Ordinal);
        Assert.Contains("0 findings repaired", second.Error, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(repository.File("protos/acme/v1/user.proto"), TestContext.Current.CancellationToken));
        Assert.Equal((0, ""), (check.ExitCode, check.Output));
    }

    [Fact]
    public async Task One_rule_can_be_repaired_alone_and_an_unknown_one_is_an_error()
    {
        using var repository = new Repository();

        var other = await ToolRunner.RunAsync(repository.Path, "fix", "--rule", "MESSAGE_PASCAL_CASE");
        var unknown = await ToolRunner.RunAsync(repository.Path, "fix", "--rule", "NO_SUCH_RULE");
        var one = await ToolRunner.RunAsync(repository.Path, "fix", "--rule", "GSDK1014");

        Assert.Contains("0 findings repaired", other.Error, StringComparison.Ordinal);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("No rule 'NO_SUCH_RULE'", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("1 finding repaired", one.Error, StringComparison.Ordinal);
    }
}
