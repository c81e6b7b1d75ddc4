// A repository that nobody has looked at must not decide what runs, and what it holds back must not be silence.
using System.Runtime.InteropServices;
using GrpcSdk.Tests.Shared;

namespace GrpcSdk.Build.Tests;

public sealed class UntrustedInputTests : IDisposable
{
    private const string Message = "syntax = \"proto3\";\nmessage M {}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [NotOn("Windows", "Windows has no such names.")]
    public void A_line_break_in_a_name_is_no_argument_of_protoc()
    {
        const string Plugin = "x.proto\n--plugin=protoc-gen-x=.";
        _folder.Write("released/" + Plugin + "/a.proto", Message);
        _folder.Write("protos/a.proto", Message);

        var baseline = new TaskRun(_folder) { Baseline = "released" }.Add("protos/a.proto", "protos").Execute();
        var source = new TaskRun(_folder).Add("released/" + Plugin + "/a.proto", "released").Execute();

        Assert.Contains("\\u000a--plugin", Assert.Single(baseline.Errors), StringComparison.Ordinal);
        Assert.Contains("\\u000a--plugin", Assert.Single(source.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', Assert.Single(source.Errors));
    }

    [Fact]
    public void A_name_that_begins_as_an_option_is_refused()
    {
        _folder.Write("protos/-I.proto", Message);

        Assert.Contains("begins with '-'", Assert.Single(new TaskRun(_folder).Add("protos/-I.proto", "protos").Execute().Errors), StringComparison.Ordinal);
    }

    [Fact]
    [NotOn("Windows", "Windows has no such names.")]
    public void A_directory_may_have_an_equals_sign_but_not_what_separates_directories()
    {
        _folder.Write("a=b/a.proto", Message);
        _folder.Write("a:b/a.proto", Message);

        Assert.Empty(new TaskRun(_folder).Add("a=b/a.proto", "a=b").Execute().Errors);
        Assert.Contains("separates directories", Assert.Single(new TaskRun(_folder).Add("a:b/a.proto", "a:b").Execute().Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_buf_yaml_that_is_missing_is_one_error()
    {
        _folder.Write("a.proto", Message);

        var error = Assert.Single(new TaskRun(_folder) { BufYaml = "config/buf.yml" }.Add("a.proto").Execute().Errors);

        Assert.Contains("GSDK0006", error, StringComparison.Ordinal);
        Assert.Contains(_folder["config/buf.yml"], error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_directory_that_cannot_be_made_is_one_error_that_says_that_nothing_was_checked()
    {
        _folder.Write("a.proto", Message);
        _folder.Write("obj", "a file");

        var error = Assert.Single(new TaskRun(_folder).Add("a.proto").Execute().Errors);

        Assert.Contains("GSDK0011", error, StringComparison.Ordinal);
        Assert.Contains("not checked", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("C:\\some dir\\", "\"C:\\some dir\\\\\"")]
    [InlineData("a\\b", "\"a\\b\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    public void An_argument_is_quoted_by_the_rules_of_CommandLineToArgvW(string argument, string quoted) =>
        Assert.Equal(quoted, ChildProcess.Quote(argument));

    [Fact]
    public void Arguments_arrive_as_they_are()
    {
        string[] arguments = ["-c", "a=b", "log", "C:\\x y\\", "\"", "\\\"", "", "ü 🎉"];

        // git prints what it does not know.
        foreach (var argument in arguments.Where(argument => argument.Length > 0))
        {
            var outcome = new ChildProcess().Run("git", _folder.Path, ["rev-parse", "--sq-quote", argument]);
            Assert.Equal($"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'", outcome.Output.Trim());
        }
    }

    [Fact]
    public void Every_folder_of_Grpc_Tools_belongs_to_a_machine_and_every_machine_finds_one()
    {
        OSPlatform[] systems = [OSPlatform.Windows, OSPlatform.OSX, OSPlatform.Linux];
        Architecture[] architectures = [Architecture.X64, Architecture.X86, Architecture.Arm64];
        var known = systems.SelectMany(system => architectures.SelectMany(architecture => ProtocLocator.FoldersFor(system, architecture))).ToHashSet();

        Assert.Subset(known, Directory.GetDirectories(Path.Combine(TestEnvironment.GrpcTools, "tools")).Select(directory => Path.GetFileName(directory)!).ToHashSet());
        Assert.All(systems.SelectMany(system => architectures.Select(architecture => (system, architecture))), machine =>
            Assert.NotNull(ProtocLocator.InPackage(TestEnvironment.GrpcTools, "protoc", machine.system, machine.architecture)));
    }

    [Fact]
    public void A_ref_is_read_from_the_repositorys_files_as_git_reads_it()
    {
        Git("init", "--quiet", "--initial-branch=main");
        _folder.Write("a.proto", Message);
        Git("add", "-A");
        Git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", "x");
        Git("tag", "v1");
        Git("branch", "feature/x");
        string[] references = ["HEAD", "main", "v1", "feature/x", "refs/heads/main", "tags/v1"];

        foreach (var reference in references)
        {
            Assert.Equal(Git("rev-parse", reference), GitRefs.Read(reference, _folder.Path));
        }

        Git("pack-refs", "--all");
        Git("worktree", "add", "--quiet", _folder["tree"], "feature/x");
        Assert.All(references, reference => Assert.Equal(Git("rev-parse", reference), GitRefs.Read(reference, _folder.Path)));
        Assert.Equal(Git("rev-parse", "HEAD"), GitRefs.Read("HEAD", _folder["tree"]));
        Assert.All(["HEAD~0", "main^{}", "../../a", "nothing", ""], reference => Assert.Null(GitRefs.Read(reference, _folder.Path)));
    }

    private string Git(params string[] arguments)
    {
        var outcome = new ChildProcess().Run("git", _folder.Path, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Output.Trim();
    }
}
