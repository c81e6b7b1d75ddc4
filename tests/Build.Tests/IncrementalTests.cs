// protoc runs when something changed, and only then.

namespace GrpcSdk.Build.Tests;

public sealed class IncrementalTests : IDisposable
{
    private const string User = "syntax = \"proto3\";\nmessage User {\n  string name = 1;\n}\n";
    private const string Order = "syntax = \"proto3\";\nimport \"user.proto\";\nmessage Order {\n  User user = 1;\n}\n";

    private readonly TemporaryFolder _folder = new();

    public IncrementalTests()
    {
        _folder.Write("Protos/order.proto", Order);
        _folder.Write("Protos/other.proto", "syntax = \"proto3\";\nmessage Other {}\n");
        _folder.Write("shared/user.proto", User);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_runs_when_nothing_changed()
    {
        Assert.Equal(1, Project().Execute().ProtocRuns);

        var second = Project().Execute();

        Assert.Equal(0, second.ProtocRuns);
        Assert.Single(second.OfKind("DescriptorSet"));
        Assert.Equal(2, second.OfKind("Proto").Length);
    }

    [Fact]
    public void An_edited_file_is_read_again()
    {
        Project().Execute();
        Edit("Protos/other.proto", "syntax = \"proto3\";\nmessage Another {}\n");

        var outcome = Project().Execute();

        Assert.Equal(1, outcome.ProtocRuns);
        Assert.Contains(outcome.Descriptors().Set.File, file => file.MessageType.Any(message => message.Name == "Another"));
    }

    [Fact]
    public void An_edited_import_that_is_no_item_is_read_again()
    {
        Project().Execute();
        Edit("shared/user.proto", User.Replace("name", "title", StringComparison.Ordinal));

        Assert.Equal(1, Project().Execute().ProtocRuns);
    }

    [Fact]
    public void A_removed_item_is_noticed()
    {
        Project().Execute();
        var project = Project();
        project.Protobuf.RemoveAt(1);

        var outcome = project.Execute();

        Assert.Equal(1, outcome.ProtocRuns);
        Assert.DoesNotContain(outcome.Descriptors().Set.File, file => file.Name == "other.proto");
        Assert.Single(outcome.OfKind("Proto"));
    }

    [Fact]
    public void A_deleted_descriptor_is_made_again()
    {
        File.Delete(Project().Execute().OfKind("DescriptorSet").Single().ItemSpec);

        Assert.Equal(1, Project().Execute().ProtocRuns);
    }

    [Fact]
    public void A_touched_file_leaves_the_descriptor_as_it_is_so_that_the_compiler_need_not_run()
    {
        var descriptor = Project().Execute().OfKind("DescriptorSet").Single().ItemSpec;
        var before = File.GetLastWriteTimeUtc(descriptor);
        Edit("Protos/order.proto", Order);

        var outcome = Project().Execute();

        Assert.Equal(1, outcome.ProtocRuns);
        Assert.Equal(before, File.GetLastWriteTimeUtc(descriptor));
    }

    [Fact]
    public void After_a_failure_the_old_descriptor_is_gone_and_the_repaired_file_is_read()
    {
        Project().Execute();
        Edit("Protos/other.proto", "syntax = \"proto3\";\nmessage {}\n");

        var broken = Project().Execute();
        Assert.False(broken.Succeeded);
        Assert.Empty(broken.Items);
        Assert.Empty(Directory.GetFiles(_folder["obj"]));

        Edit("Protos/other.proto", "syntax = \"proto3\";\nmessage Repaired {}\n");
        Assert.Equal(1, Project().Execute().ProtocRuns);
    }

    private TaskRun Project() =>
        new TaskRun(_folder).Add("Protos/order.proto", "Protos", "shared").Add("Protos/other.proto", "Protos", "shared");

    /// <summary>Writes with a time that differs from the last one also where the clock of the file system is coarse.</summary>
    private void Edit(string name, string content)
    {
        var before = File.GetLastWriteTimeUtc(_folder[name]);
        _folder.Write(name, content);
        File.SetLastWriteTimeUtc(_folder[name], before.AddSeconds(2));
    }
}
