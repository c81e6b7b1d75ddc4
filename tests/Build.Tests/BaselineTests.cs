// The forms of a baseline: a directory, an image file, a git ref; and how an image file comes into being.
using System.IO.Compression;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Build.Utilities;

namespace GrpcSdk.Build.Tests;

public sealed class BaselineTests : IDisposable
{
    private const string Old = "syntax = \"proto3\";\npackage acme;\nmessage User {\n  // What people call them.\n  string old_name = 1;\n}\n";
    private const string New = "syntax = \"proto3\";\npackage acme;\nmessage User {\n  string name = 1;\n}\n";

    private readonly TemporaryFolder _folder = new();

    public BaselineTests() => _folder.Write("Protos/user.proto", Old);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("baseline.binpb")]
    [InlineData("state/baseline.binpb.gz")]
    public void An_image_file_that_was_written_is_compared_with(string name)
    {
        Assert.Empty(Update(name).Errors);
        _folder.Write("Protos/user.proto", New);

        var outcome = Project(name).Execute();

        Assert.Empty(outcome.Errors);
        Assert.Equal("old_name", FieldOf(outcome));
        Assert.Equal("name", outcome.Descriptors().Set.File.Single().MessageType[0].Field[0].Name);
    }

    [Fact]
    public void An_image_file_holds_every_file_once_and_no_comments()
    {
        _folder.Write("Protos/order.proto", "syntax = \"proto3\";\nimport \"google/protobuf/timestamp.proto\";\nmessage Order {\n  google.protobuf.Timestamp at = 1;\n}\n");
        _folder.Write("More/event.proto", "syntax = \"proto3\";\nimport \"google/protobuf/timestamp.proto\";\nmessage Event {\n  google.protobuf.Timestamp at = 1;\n}\n");

        Update("baseline.binpb", task => task.Add("Protos/order.proto", "Protos").Add("More/event.proto", "More"));

        var set = FileDescriptorSet.Parser.ParseFrom(File.ReadAllBytes(_folder["baseline.binpb"]));
        Assert.Equal(
            ["event.proto", "google/protobuf/timestamp.proto", "order.proto", "user.proto"],
            set.File.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(set.File, file => Assert.Null(file.SourceCodeInfo));
    }

    [Fact]
    public void A_JSON_image_is_read_too()
    {
        Update("baseline.binpb");
        var set = FileDescriptorSet.Parser.ParseFrom(File.ReadAllBytes(_folder["baseline.binpb"]));
        _folder.Write("baseline.json", JsonFormatter.Default.Format(set));

        Assert.Equal("old_name", FieldOf(Project("baseline.json").Execute()));
    }

    [Fact]
    public void An_image_is_read_again_when_it_changed_and_only_then()
    {
        Update("baseline.binpb");
        Assert.Equal(2, Project("baseline.binpb").Execute().ProtocRuns);
        Assert.Equal(0, Project("baseline.binpb").Execute().ProtocRuns);

        File.SetLastWriteTimeUtc(_folder["baseline.binpb"], DateTime.UnixEpoch);

        Assert.Equal(1, Project("baseline.binpb").Execute().ProtocRuns);
    }

    [Theory]
    [InlineData("git:HEAD")]
    [InlineData("git:HEAD:Protos")]
    [InlineData("git:v1")]
    public void A_git_ref_is_the_schema_as_it_was(string baseline)
    {
        Commit();
        Git("tag", "v1");
        _folder.Write("Protos/user.proto", New);

        var outcome = Project(baseline).Execute();

        Assert.Empty(outcome.Errors);
        Assert.Equal("old_name", FieldOf(outcome));
        Assert.Equal(0, Project(baseline).Execute().ProtocRuns);
    }

    [Fact]
    public void A_branch_that_moved_is_read_again()
    {
        Commit();
        Project("git:HEAD").Execute();
        _folder.Write("Protos/user.proto", New);
        Commit();

        Assert.Equal("name", FieldOf(Project("git:HEAD").Execute()));
    }

    [Theory]
    [InlineData("git:no-such-branch", "no-such-branch")]
    [InlineData("git:HEAD:no/such/path", "no/such/path")]
    [InlineData("missing.binpb", "missing.binpb")]
    [InlineData("broken.json", "broken.json")]
    public void A_baseline_that_cannot_be_read_is_an_error_that_names_it(string baseline, string named)
    {
        Commit();
        _folder.Write("broken.json", "{ \"file\": 5 ");

        var outcome = Project(baseline).Execute();

        var error = Assert.Single(outcome.Errors);
        Assert.Contains("GSDK0004", error, StringComparison.Ordinal);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Empty(outcome.OfKind("Baseline"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Protos")]
    [InlineData("git:main")]
    [InlineData("baseline.json")]
    public void Only_an_image_file_can_be_updated(string baseline) =>
        Assert.Contains("GSDK0008", Assert.Single(Update(baseline).Errors), StringComparison.Ordinal);

    private static string FieldOf(TaskOutcome outcome) =>
        outcome.Descriptors("Baseline").Set.File.Single(file => file.Name == "user.proto").MessageType[0].Field[0].Name;

    private TaskRun Project(string baseline) => new TaskRun(_folder) { Baseline = baseline }.Add("Protos/user.proto", "Protos");

    private TaskOutcome Update(string baseline, Action<TaskRun>? more = null)
    {
        var project = Project(baseline);
        more?.Invoke(project);
        var engine = new RecordingBuildEngine();
        var task = new UpdateProtoBaseline
        {
            BuildEngine = engine,
            Protobuf = [.. project.Protobuf],
            ProjectDirectory = _folder.Path,
            ProtocPath = TestEnvironment.Protoc,
            StandardImportDirectories = TestEnvironment.WellKnownTypes,
            Baseline = baseline,
        };
        return new TaskOutcome(task.Execute(), [], engine);
    }

    private void Commit()
    {
        if (!Directory.Exists(_folder[".git"]))
        {
            Git("init", "--quiet");
        }

        Git("add", "Protos");
        Git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "x");
    }

    private void Git(params string[] arguments)
    {
        var outcome = new ChildProcess().Run("git", _folder.Path, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }
}
