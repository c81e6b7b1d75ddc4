// Everything that can be wrong gives one clear error, at its place.

namespace GrpcSdk.Build.Tests;

public sealed class BadInputTests : IDisposable
{
    private const string Broken = "syntax = \"proto3\";\nmessage A {\n  string x = 1\n}\n";
    private const string UsesBroken = "syntax = \"proto3\";\nimport \"broken.proto\";\nmessage B {\n  A a = 1;\n}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_only_we_compile_is_reported_once_in_protocs_own_words()
    {
        _folder.Write("broken.proto", Broken);
        _folder.Write("user.proto", UsesBroken);

        var outcome = new TaskRun(_folder).Add("user.proto").Add("broken.proto").Execute();

        Assert.False(outcome.Succeeded);
        Assert.Equal(["broken.proto(4,1): GSDK0003: Expected \";\"."], outcome.Errors);
        Assert.Equal(_folder["broken.proto"], outcome.Engine.Errors.Single().File);
    }

    [Fact]
    public void Grpc_Tools_came_first_and_what_only_we_see_is_told_whoever_compiles_the_file()
    {
        _folder.Write("broken.proto", Broken);
        _folder.Write("user.proto", UsesBroken);

        var outcome = new TaskRun(_folder).Add("broken.proto", compile: true).Add("user.proto", compile: true).Execute();

        Assert.False(outcome.Succeeded);
        Assert.Equal(["broken.proto(4,1): GSDK0003: Expected \";\"."], outcome.Errors);
        Assert.Empty(outcome.OfKind("DescriptorSet"));
    }

    [Fact]
    public void A_missing_import_is_one_error_at_the_import()
    {
        _folder.Write("user.proto", UsesBroken);

        var outcome = new TaskRun(_folder).Add("user.proto").Execute();

        Assert.Equal(["user.proto(2,1): GSDK0003: Import \"broken.proto\" was not found or had errors."], outcome.Errors);
    }

    [Fact]
    public void An_item_that_does_not_exist_is_named()
    {
        var outcome = new TaskRun(_folder).Add("nowhere.proto").Execute();

        Assert.Contains(_folder["nowhere.proto"], Assert.Single(outcome.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_protoc_there_is_a_hint_and_no_failure()
    {
        _folder.Write("a.proto", "syntax = \"proto3\";");

        var outcome = new TaskRun(_folder) { ProtocPath = "" }.Add("a.proto").Execute();

        Assert.True(outcome.Succeeded);
        var warning = Assert.Single(outcome.Engine.Warnings);
        Assert.Equal("GSDK0001", warning.Code);
        Assert.Contains("Grpc.Tools", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_protoc_that_is_not_where_it_should_be_is_named()
    {
        _folder.Write("a.proto", "syntax = \"proto3\";");

        var outcome = new TaskRun(_folder) { ProtocPath = "tools/protoc" }.Add("a.proto").Execute();

        Assert.False(outcome.Succeeded);
        var error = Assert.Single(outcome.Errors);
        Assert.Contains("GSDK0002", error, StringComparison.Ordinal);
        Assert.Contains(_folder["tools/protoc"], error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_protoc_that_does_not_start_is_named()
    {
        _folder.Write("a.proto", "syntax = \"proto3\";");
        var notAProgram = _folder.Write("protoc", "hello");

        var outcome = new TaskRun(_folder) { ProtocPath = notAProgram }.Add("a.proto").Execute();

        Assert.Contains("GSDK0002", Assert.Single(outcome.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_baseline_is_named()
    {
        _folder.Write("a.proto", "syntax = \"proto3\";");

        var outcome = new TaskRun(_folder) { Baseline = "basline" }.Add("a.proto").Execute();

        var error = Assert.Single(outcome.Errors);
        Assert.Contains("GSDK0004", error, StringComparison.Ordinal);
        Assert.Contains(_folder["basline"], error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_baseline_is_an_error_because_it_would_hide_every_break()
    {
        _folder.Write("a.proto", "syntax = \"proto3\";");
        _folder.Write("baseline/readme.md", "");

        Assert.Contains("GSDK0004", Assert.Single(new TaskRun(_folder) { Baseline = "baseline" }.Add("a.proto").Execute().Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_that_does_not_compile_is_reported_at_its_place()
    {
        _folder.Write("Protos/a.proto", "syntax = \"proto3\";");
        _folder.Write("baseline/a.proto", Broken);

        var outcome = new TaskRun(_folder) { Baseline = "baseline" }.Add("Protos/a.proto", "Protos").Execute();

        Assert.Equal(["a.proto(4,1): GSDK0005: The baseline does not compile: Expected \";\"."], outcome.Errors);
        Assert.Equal(_folder["baseline/a.proto"], outcome.Engine.Errors.Single().File);
    }

    [Fact]
    public void What_was_deleted_is_not_found_again_for_the_baseline()
    {
        _folder.Write("Protos/broken.proto", "syntax = \"proto3\";\nmessage A {}\n");
        _folder.Write("baseline/user.proto", UsesBroken);

        var outcome = new TaskRun(_folder) { Baseline = "baseline" }.Add("Protos/broken.proto", "Protos").Execute();

        Assert.Contains("GSDK0005", Assert.Single(outcome.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_design_time_build_reports_nothing_and_does_not_fail()
    {
        _folder.Write("broken.proto", Broken);

        var outcome = new TaskRun(_folder) { DesignTime = true, Baseline = "missing" }.Add("broken.proto").Execute();

        Assert.True(outcome.Succeeded);
        Assert.Empty(outcome.Errors);
        Assert.Empty(outcome.Engine.Warnings);
    }

    [Theory]
    [InlineData("a.proto:3:1: warning: Import google/protobuf/empty.proto is unused.")]
    [InlineData("")]
    public void Warnings_are_no_errors(string output) => Assert.Empty(ProtocError.Parse(output));

    [Fact]
    public void A_path_with_a_drive_letter_keeps_it()
    {
        var error = Assert.Single(ProtocError.Parse("C:\\src\\a.proto:3:7: Expected \";\".\r\n"));

        Assert.Equal(new ProtocError("C:\\src\\a.proto", 3, 7, "Expected \";\"."), error);
    }

    [Fact]
    public void Damaged_descriptor_sets_are_refused_and_never_crash()
    {
        var random = new Random(20_261_122);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            var exception = Record.Exception(() => DescriptorSetWire.Names(bytes));
            Assert.True(exception is null or InvalidDataException, $"seed 20261122, input {i}: {exception}");
        }
    }
}
