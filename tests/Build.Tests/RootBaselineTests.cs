// Several proto roots are compared root by root, each with its imports as they were; what cannot be compared is said.

namespace GrpcSdk.Build.Tests;

public sealed class RootBaselineTests : IDisposable
{
    private const string Money = "syntax = \"proto3\";\npackage money;\nmessage Money {\n  int64 units = 1;\n  int32 nanos = 2;\n}\n";
    private const string Order = "syntax = \"proto3\";\npackage order;\nimport \"money.proto\";\nmessage Order {\n  money.Money price = 1;\n}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("git:HEAD")]
    [InlineData("git:HEAD:protos")]
    [InlineData("released")]
    public void Every_root_is_compared_with_itself_and_finds_its_imports(string baseline)
    {
        WriteRoots("protos");
        WriteRoots("released");
        Commit();
        _folder.Write("protos/money/money.proto", Money.Replace("  int32 nanos = 2;\n", "", StringComparison.Ordinal));

        var outcome = Project(baseline).Execute();

        Assert.Empty(outcome.Errors);
        var previous = outcome.OfKind("Baseline").Select(item => (Sets: item.GetMetadata("GrpcSdkSet"), TaskOutcome.Read(item.ItemSpec).Set)).ToList();
        Assert.Equal(2, previous.Count);
        Assert.Equal(outcome.OfKind("DescriptorSet").Select(item => item.GetMetadata("GrpcSdkSet")).Order(), previous.Select(entry => entry.Sets).Order());
        // The second root's import is the first root as it was, not as it is.
        Assert.All(previous, entry => Assert.Equal(2, entry.Set.File.Single(file => file.Name == "money.proto").MessageType[0].Field.Count));
        Assert.Equal(0, Project(baseline).Execute().ProtocRuns);
    }

    [Fact]
    public void Files_of_one_name_are_kept_apart_except_in_an_image_which_cannot()
    {
        _folder.Write("a/same.proto", Money);
        _folder.Write("b/same.proto", Money.Replace("units", "other", StringComparison.Ordinal));
        Commit();
        _folder.Write("all.binpb", "");

        var git = Same("git:HEAD").Execute();
        var image = Same("all.binpb").Execute();

        Assert.Equal(["other", "units"], git.OfKind("Baseline").Select(item => TaskOutcome.Read(item.ItemSpec).Set.File.Single().MessageType[0].Field[0].Name).Order());
        Assert.Contains("GSDK0004", Assert.Single(image.Errors), StringComparison.Ordinal);
        Assert.Contains("same name", Assert.Single(image.Errors), StringComparison.Ordinal);

        TaskRun Same(string baseline) => new TaskRun(_folder) { Baseline = baseline }.Add("a/same.proto", "a").Add("b/same.proto", "b");
    }

    [Fact]
    public void A_root_that_did_not_exist_has_nothing_to_compare_and_the_build_says_so()
    {
        _folder.Write("a/one.proto", Money);
        Commit();
        _folder.Write("b/two.proto", Money);

        var outcome = new TaskRun(_folder) { Baseline = "git:HEAD" }.Add("a/one.proto", "a").Add("b/two.proto", "b").Execute();

        Assert.Empty(outcome.Errors);
        Assert.Single(outcome.OfKind("Baseline"));
        Assert.Contains(outcome.Engine.Messages, message => message.Contains(_folder["b"], StringComparison.Ordinal) && message.Contains("not compared", StringComparison.Ordinal));
    }

    [Fact]
    public void A_root_that_was_there_without_protos_is_an_error()
    {
        _folder.Write("a/readme.md", "");
        Commit();
        _folder.Write("a/one.proto", Money);

        var outcome = new TaskRun(_folder) { Baseline = "git:HEAD" }.Add("a/one.proto", "a").Execute();

        Assert.Contains("no .proto file", Assert.Single(outcome.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_laid_out_in_another_way_is_an_error_that_says_what_was_expected()
    {
        WriteRoots("protos");
        _folder.Write("released/money.proto", Money);

        var error = Assert.Single(Project("released").Execute().Errors);

        Assert.Contains("GSDK0004", error, StringComparison.Ordinal);
        Assert.Contains(_folder["released/money.proto"], error, StringComparison.Ordinal);
        Assert.Contains(_folder["released/order"], error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("git:HEAD")]
    [InlineData("released")]
    [InlineData("released.binpb")]
    public void When_the_last_proto_is_deleted_its_baseline_is_still_compared_with(string baseline)
    {
        _folder.Write("money.proto", Money);
        if (baseline == "released")
        {
            _folder.Write("released/money.proto", Money);
        }

        Commit();
        if (baseline.EndsWith(".binpb", StringComparison.Ordinal))
        {
            var set = TaskOutcome.Read(new TaskRun(_folder).Add("money.proto").Execute().OfKind("DescriptorSet").Single().ItemSpec).Set;
            File.WriteAllBytes(_folder["released.binpb"], Google.Protobuf.MessageExtensions.ToByteArray(set));
        }

        File.Delete(_folder["money.proto"]);
        var outcome = new TaskRun(_folder) { Baseline = baseline }.Execute();

        Assert.Empty(outcome.Errors);
        Assert.Single(outcome.OfKind("DescriptorSet"));
        Assert.Contains(outcome.Descriptors("Baseline").Set.File, file => file.Name.EndsWith("money.proto", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_there_but_not_the_projects_was_not_deleted_and_need_not_compile()
    {
        _folder.Write("money.proto", Money);
        _folder.Write("samples/broken.proto", "this is no proto");
        _folder.Write("samples/copy.proto", Money);
        _folder.Write("gone.proto", Money.Replace("money", "gone", StringComparison.Ordinal));
        Commit();
        File.Delete(_folder["gone.proto"]);

        var outcome = new TaskRun(_folder) { Baseline = "git:HEAD" }.Add("money.proto").Execute();

        Assert.Empty(outcome.Errors);
        Assert.Equal(["gone.proto", "money.proto"], outcome.Descriptors("Baseline").Set.File.Select(file => file.Name).Order());
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("missing.binpb")]
    public void A_project_that_never_had_protos_may_have_the_property(string baseline) =>
        Assert.Empty(new TaskRun(_folder) { Baseline = baseline }.Execute().Errors);

    [Fact]
    public void A_file_that_appears_in_an_earlier_import_directory_is_noticed()
    {
        WriteRoots("protos");
        var project = new TaskRun(_folder).Add("protos/order/order.proto", "protos/order", "protos/first;protos/money");
        Assert.Equal(2, Units());

        _folder.Write("protos/first/money.proto", Money.Replace("  int32 nanos = 2;\n", "", StringComparison.Ordinal));

        Assert.Equal(1, Units());

        int Units() => project.Execute().Descriptors().Set.File.Single(file => file.Name == "money.proto").MessageType[0].Field.Count;
    }

    private TaskRun Project(string baseline) => new TaskRun(_folder) { Baseline = baseline }
        .Add("protos/money/money.proto", "protos/money")
        .Add("protos/order/order.proto", "protos/order", "protos/money");

    private void WriteRoots(string directory)
    {
        _folder.Write(directory + "/money/money.proto", Money);
        _folder.Write(directory + "/order/order.proto", Order);
    }

    private void Commit()
    {
        string[][] commands = [["init", "--quiet"], ["add", "-A"], ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "x"]];
        foreach (var command in commands)
        {
            var outcome = new ChildProcess().Run("git", _folder.Path, command);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
        }
    }
}
