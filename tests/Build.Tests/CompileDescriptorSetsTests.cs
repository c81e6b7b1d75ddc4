// What the compiler gets of a project's .proto files.
using System.Text;

namespace GrpcSdk.Build.Tests;

public sealed class CompileDescriptorSetsTests : IDisposable
{
    private const string User = "syntax = \"proto3\";\npackage acme;\nmessage User {\n  string name = 1;\n}\n";
    private const string Order = "syntax = \"proto3\";\npackage acme;\nimport \"user.proto\";\nimport \"google/protobuf/timestamp.proto\";\nmessage Order {\n  User user = 1;\n  google.protobuf.Timestamp at = 2;\n}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_descriptor_set_has_source_info_and_imports()
    {
        _folder.Write("Protos/user.proto", User);
        _folder.Write("Protos/order.proto", Order);

        var outcome = new TaskRun(_folder).Add("Protos/user.proto", "Protos").Add("Protos/order.proto", "Protos").Execute();

        Assert.True(outcome.Succeeded);
        var (header, set) = outcome.Descriptors();
        Assert.Equal(["user.proto", "google/protobuf/timestamp.proto", "order.proto"], set.File.Select(file => file.Name).OrderBy(name => Array.IndexOf(["user.proto", "google/protobuf/timestamp.proto", "order.proto"], name)));
        Assert.All(set.File, file => Assert.NotEmpty(file.SourceCodeInfo.Location));
        Assert.Equal(3, header.Length);
        Assert.EndsWith(" order.proto", header[1], StringComparison.Ordinal);
        Assert.EndsWith(" user.proto", header[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_proto_knows_its_name_and_its_set()
    {
        var path = _folder.Write("Protos/acme/superuser.proto", User);
        _folder.Write("Protos/user.proto", User);

        var outcome = new TaskRun(_folder).Add("Protos/acme/superuser.proto", "Protos").Execute();

        var set = Assert.Single(outcome.OfKind("DescriptorSet"));
        var proto = Assert.Single(outcome.OfKind("Proto"));
        Assert.Equal(path, proto.ItemSpec);
        Assert.Equal("acme/superuser.proto", Uri.UnescapeDataString(proto.GetMetadata("GrpcSdkProtoName")));
        Assert.Equal(set.GetMetadata("GrpcSdkSet"), proto.GetMetadata("GrpcSdkSet"));
    }

    [Fact]
    public void Roots_that_hold_the_same_name_are_compiled_apart()
    {
        _folder.Write("a/user.proto", User);
        _folder.Write("b/user.proto", User.Replace("acme", "other", StringComparison.Ordinal));

        var outcome = new TaskRun(_folder).Add("a/user.proto", "a").Add("b/user.proto", "b").Execute();

        Assert.Empty(outcome.Errors);
        Assert.Equal(2, outcome.ProtocRuns);
        Assert.Equal(
            ["acme", "other"],
            outcome.OfKind("DescriptorSet").Select(item => TaskOutcome.Read(item.ItemSpec).Set.File.Single().Package).Order());
        Assert.Equal(2, outcome.OfKind("Proto").Select(item => item.GetMetadata("GrpcSdkSet")).Distinct().Count());
    }

    [Fact]
    public void Without_a_root_a_file_of_the_project_is_named_from_the_project_and_another_from_its_folder()
    {
        _folder.Write("project/Protos/user.proto", User);
        _folder.Write("elsewhere/deep/user.proto", User);
        Directory.CreateDirectory(_folder["project"]);
        using var nested = new TemporaryFolder();
        var outside = nested.Write("x/outside.proto", User);

        var outcome = new TaskRun(_folder).Add("project/Protos/user.proto").Add(outside).Execute();

        Assert.Equal(
            ["outside.proto", "project/Protos/user.proto"],
            outcome.OfKind("Proto").Select(item => Uri.UnescapeDataString(item.GetMetadata("GrpcSdkProtoName"))).Order());
    }

    [Fact]
    public void Additional_import_directories_are_searched()
    {
        _folder.Write("shared/user.proto", User);
        _folder.Write("Protos/order.proto", Order);

        var outcome = new TaskRun(_folder).Add("Protos/order.proto", "Protos", "shared;missing").Execute();

        Assert.Empty(outcome.Errors);
        Assert.Contains(outcome.Descriptors().Set.File, file => file.Name == "user.proto");
        Assert.Single(outcome.OfKind("Proto"));
    }

    [Fact]
    public void Characters_that_mean_something_to_MSBuild_or_editorconfig_survive()
    {
        var path = _folder.Write("c# p@ (ü);%41/Protos/a#b;c.proto", User);

        var outcome = new TaskRun(_folder).Add(path, _folder["c# p@ (ü);%41/Protos"]).Execute();

        Assert.Empty(outcome.Errors);
        var proto = Assert.Single(outcome.OfKind("Proto"));
        Assert.Equal(path, proto.ItemSpec);
        Assert.Equal("a%23b%3Bc.proto", proto.GetMetadata("GrpcSdkProtoName"));
    }

    [Fact]
    public void Links_to_folders_and_files_are_followed()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("protos/user.proto", User);
        var order = elsewhere.Write("single/order.proto", Order);
        Directory.CreateSymbolicLink(_folder["Protos"], elsewhere["protos"]);
        File.CreateSymbolicLink(elsewhere["protos/order.proto"], order);

        var outcome = new TaskRun(_folder).Add("Protos/user.proto", "Protos").Add("Protos/order.proto", "Protos").Execute();

        Assert.Empty(outcome.Errors);
        Assert.Equal([_folder["Protos/order.proto"], _folder["Protos/user.proto"]], outcome.OfKind("Proto").Select(item => item.ItemSpec).Order());
        Assert.Contains(outcome.Descriptors().Set.File, file => file.Name == "order.proto");
    }

    [Theory]
    [InlineData(false, "\n")]
    [InlineData(true, "\r\n")]
    public void The_fingerprint_is_that_of_the_text_without_byte_order_mark(bool mark, string newLine)
    {
        var text = User.Replace("\n", newLine, StringComparison.Ordinal) + "// grüße 🎉";
        var path = _folder.Write("user.proto", "");
        File.WriteAllText(path, text, new UTF8Encoding(mark));

        var outcome = new TaskRun(_folder).Add("user.proto").Execute();

        var expected = TextFingerprint.Start();
        expected.Append(text.ToCharArray(), text.Length);
        Assert.Equal($"{expected} user.proto", outcome.Descriptors().Header[1]);
    }

    [Fact]
    public void A_buf_yaml_is_found_upwards_and_named_once_for_all_its_sets()
    {
        _folder.Write("a/x.proto", User);
        _folder.Write("b/y.proto", User);
        var yaml = _folder.Write("buf.yaml", "version: v2");

        var outcome = new TaskRun(_folder).Add("a/x.proto", "a").Add("b/y.proto", "b").Execute();

        var item = Assert.Single(outcome.OfKind("BufYaml"));
        Assert.Equal(yaml, item.ItemSpec);
        Assert.Equal(
            outcome.OfKind("DescriptorSet").Select(set => set.GetMetadata("GrpcSdkSet")).Order(),
            item.GetMetadata("GrpcSdkSet").Split(' ').Order());
    }

    [Fact]
    public void The_search_for_buf_yaml_ends_at_the_repository()
    {
        _folder.Write("buf.yaml", "version: v2");
        _folder.Write("repo/.git/HEAD", "");
        _folder.Write("repo/a/x.proto", User);

        Assert.Empty(new TaskRun(_folder).Add("repo/a/x.proto", "repo/a").Execute().OfKind("BufYaml"));
    }

    [Fact]
    public void A_named_buf_yaml_wins()
    {
        _folder.Write("buf.yaml", "version: v2");
        var named = _folder.Write("config/buf.strict.yaml", "version: v2");
        _folder.Write("x.proto", User);

        var outcome = new TaskRun(_folder) { BufYaml = "config/buf.strict.yaml" }.Add("x.proto").Execute();

        Assert.Equal(named, Assert.Single(outcome.OfKind("BufYaml")).ItemSpec);
    }

    [Fact]
    public void A_baseline_directory_becomes_a_descriptor_set_of_its_own()
    {
        _folder.Write("Protos/user.proto", User);
        _folder.Write("baseline/user.proto", User.Replace("name", "old_name", StringComparison.Ordinal));
        _folder.Write("baseline/order.proto", Order);

        var outcome = new TaskRun(_folder) { Baseline = "baseline" }.Add("Protos/user.proto", "Protos").Execute();

        Assert.Empty(outcome.Errors);
        var user = outcome.Descriptors("Baseline").Set.File.Single(file => file.Name == "user.proto");
        Assert.Equal("old_name", user.MessageType[0].Field[0].Name);
    }

    [Fact]
    public void Two_builds_at_the_same_time_do_not_disturb_each_other()
    {
        _folder.Write("Protos/user.proto", User);
        _folder.Write("Protos/order.proto", Order);

        var outcomes = new TaskOutcome[8];
        Parallel.For(0, outcomes.Length, index =>
            outcomes[index] = new TaskRun(_folder).Add("Protos/user.proto", "Protos").Add("Protos/order.proto", "Protos").Execute());

        Assert.All(outcomes, outcome => Assert.Empty(outcome.Errors));
        Assert.All(outcomes, outcome => Assert.Equal(3, outcome.Descriptors().Set.File.Count));
        Assert.Equal(2, Directory.GetFiles(_folder["obj"]).Length);
    }
}
