// Which files, roots and configurations a command line means: as buf, word for word, and never nothing.
using System.IO.Compression;
using System.Text.Json;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Tool.Tests;

public sealed class LayoutTests : IDisposable
{
    private const string Enum = "syntax = \"proto3\";\npackage {0};\nenum e {{ A = 0; }}\n";

    private readonly Repository _repository = new(Repository.Released);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task A_directory_or_a_file_below_the_workspace_is_checked_as_buf_checks_it()
    {
        WriteWorkspaceOfV2();
        foreach (var (directory, input) in new[] { (".", "protos"), (".", "protos/a"), ("protos/a", "."), (".", "protos/a/a.proto"), ("protos/a", "a.proto"), (".", "outside"), (".", "outside/o.proto") })
        {
            // Without a workspace buf has its defaults, which --standard asks of us.
            var bufs = await BufCli.RunAsync(_repository.File(directory), "lint", input, "--error-format=json");
            var ours = await ToolRunner.RunAsync(_repository.File(directory), "lint", input, "--format", "json", "--standard");
            Assert.True(bufs.ExitCode == 100, bufs.Error);
            Assert.Equal((directory, input, string.Join('\n', Lines(bufs.Output))), (directory, input, string.Join('\n', Lines(ours.Output))));
            Assert.Equal(bufs.ExitCode, ours.ExitCode);
        }
    }

    [Fact]
    public async Task A_directory_in_a_module_has_the_findings_of_its_files()
    {
        _repository.Write("buf.yaml", "version: v2\nlint:\n  use: [ENUM_PASCAL_CASE]\n");
        Write("one/a.proto", "one");
        Write("two/b.proto", "two");

        // buf refuses it and asks for --path, which this is.
        var ours = await ToolRunner.RunAsync(_repository.File("one"), "lint", "--format", "json");
        var bufs = await BufCli.RunAsync(_repository.Path, "lint", "--path", "one", "--error-format=json");

        Assert.Single(Lines(ours.Output));
        Assert.Equal(Lines(bufs.Output).Single(), Lines(ours.Output).Single().Replace("a.proto", "one/a.proto", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workspace_of_v1_is_checked_module_by_module()
    {
        File.Delete(_repository.File("buf.yaml"));
        _repository.Write("buf.work.yaml", "version: v1\ndirectories: [one, two, three]\n");
        _repository.Write("one/buf.yaml", "version: v1\nlint:\n  use: [ENUM_ZERO_VALUE_SUFFIX]\n");
        _repository.Write("two/buf.yaml", "version: v1\nbuild:\n  excludes: [skipped]\nlint:\n  use: [ENUM_PASCAL_CASE]\n");
        Write("one/a/a.proto", "a");
        Write("two/b/b.proto", "b");
        Write("two/skipped/c.proto", "c");
        _repository.Write("three/d/d.proto", "syntax = \"proto3\";\npackage d;\nimport \"a/a.proto\";\nmessage M { a.e e = 1; }\n");

        foreach (var (directory, input) in new[] { (".", "."), (".", "one"), ("two", "."), (".", "three"), (".", "two/b/b.proto") })
        {
            var bufs = await BufCli.RunAsync(_repository.File(directory), "lint", input, "--error-format=json");
            var ours = await ToolRunner.RunAsync(_repository.File(directory), "lint", input, "--format", "json");
            Assert.True(bufs.ExitCode == 100, bufs.Error);
            Assert.Equal((input, string.Join('\n', Lines(bufs.Output))), (input, string.Join('\n', Lines(ours.Output))));
        }

        foreach (var bad in new[] { "version: v1\ndirectories: [one, one/a]\n", "version: v1\ndirectories: []\n", "version: v2\ndirectories: [one]\n", "version: v1\ndirectories: [../one]\n", "version: v1\ndirectories: [missing]\n" })
        {
            _repository.Write("buf.work.yaml", bad);
            Assert.Equal((bad, 1), (bad, (await BufCli.RunAsync(_repository.Path, "lint")).ExitCode));
            Assert.Equal((bad, 1), (bad, (await ToolRunner.RunAsync(_repository.Path, "lint")).ExitCode));
        }
    }

    [Fact]
    public async Task What_holds_nothing_is_an_error_for_both()
    {
        _repository.Write("empty.binpb", "");
        await File.WriteAllBytesAsync(_repository.File("empty.binpb.gz"), Gzip([]), TestContext.Current.CancellationToken);
        Directory.CreateDirectory(_repository.File("nothing"));

        foreach (var against in new[] { "empty.binpb", "empty.binpb.gz", "nothing" })
        {
            Assert.Equal((against, 1), (against, (await BufCli.RunAsync(_repository.Path, "breaking", "--against", against)).ExitCode));
            Assert.Equal((against, 1), (against, (await ToolRunner.RunAsync(_repository.Path, "breaking", "--against", against)).ExitCode));
        }

        Assert.Contains("contains no files", (await ToolRunner.RunAsync(_repository.Path, "lint", "empty.binpb")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_unpacks_to_too_much_is_refused_before_it_fills_the_memory()
    {
        await File.WriteAllBytesAsync(_repository.File("bomb.binpb.gz"), Gzip(new byte[3 << 20]), TestContext.Current.CancellationToken);

        var result = await ToolRunner.RunAsync(_repository.Path, "lint", "bomb.binpb.gz", "--max-image-size", "2");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("more than 2 MiB unpacked", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_baseline_is_written_as_its_name_says_or_not_at_all()
    {
        Assert.Equal(0, (await ToolRunner.RunAsync(_repository.Path, "baseline", "-o", "out.binpb.gz")).ExitCode);
        Assert.Equal(0, (await ToolRunner.RunAsync(_repository.Path, "breaking", "--against", "out.binpb.gz")).ExitCode);
        Assert.Equal(0, (await BufCli.RunAsync(_repository.Path, "breaking", "--against", "out.binpb.gz")).ExitCode);
        foreach (var name in new[] { "out.json", "out.json.gz", "out.txt" })
        {
            Assert.Equal((name, 1), (name, (await ToolRunner.RunAsync(_repository.Path, "baseline", "-o", name)).ExitCode));
            Assert.False(File.Exists(_repository.File(name)));
        }
    }

    [Fact]
    public async Task What_a_module_of_today_excludes_was_deleted()
    {
        _repository.Write("buf.yaml", "version: v2\nmodules:\n  - path: protos\nbreaking:\n  use: [FILE, PACKAGE]\n");
        Write("protos/gone/gone.proto", "gone");
        await BufCli.RunAsync(_repository.Path, "build", "-o", "old.binpb");
        _repository.Write("old/buf.yaml", await File.ReadAllTextAsync(_repository.File("buf.yaml"), TestContext.Current.CancellationToken));
        Write("old/protos/gone/gone.proto", "gone");
        _repository.Write("old/protos/acme/v1/user.proto", Repository.Released);
        _repository.Write("buf.yaml", "version: v2\nmodules:\n  - path: protos\n    excludes: [protos/gone]\nbreaking:\n  use: [FILE, PACKAGE]\n");

        foreach (var against in new[] { "old.binpb", "old" })
        {
            var bufs = await BufCli.RunAsync(_repository.Path, "breaking", "--against", against, "--error-format=json");
            var ours = await ToolRunner.RunAsync(_repository.Path, "breaking", "--against", against, "--format", "json");
            Assert.Contains("FILE_NO_DELETE", bufs.Output, StringComparison.Ordinal);
            Assert.Equal(Lines(bufs.Output), Lines(ours.Output));
        }
    }

    [Fact]
    public async Task A_newer_descriptor_proto_in_the_baseline_is_the_compilers_and_not_the_schemas()
    {
        _repository.Write("buf.yaml", "version: v2\nmodules:\n  - path: protos\nbreaking:\n  use: [FILE]\n");
        _repository.Write("protos/acme/v1/option.proto", "syntax = \"proto3\";\npackage acme.v1;\nimport \"google/protobuf/descriptor.proto\";\nextend google.protobuf.FileOptions { string s = 50001; }\n");
        await BufCli.RunAsync(_repository.Path, "build", "-o", "old.binpb");

        var result = await ToolRunner.RunAsync(_repository.Path, "breaking", "--against", "old.binpb");

        Assert.Equal((0, ""), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task An_image_without_source_info_has_what_buf_finds_in_it()
    {
        _repository.Write("buf.yaml", "version: v2\nlint:\n  use: [STANDARD, COMMENTS]\n");
        Write("image/a.proto", "a");
        _repository.Write("image/b.proto", "syntax = \"proto3\";\npackage a;\nimport \"image/a.proto\";\nmessage b { string S = 1; }\n");
        await ToolRunner.RunAsync(_repository.File("image"), "baseline", "-o", "../plain.binpb");
        Directory.Delete(_repository.File("image"), recursive: true);

        var bufs = await BufCli.RunAsync(_repository.Path, "lint", "plain.binpb", "--error-format=json");
        var ours = await ToolRunner.RunAsync(_repository.Path, "lint", "plain.binpb", "--format", "json");

        Assert.Contains("FIELD_LOWER_SNAKE_CASE", bufs.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("COMMENT", bufs.Output, StringComparison.Ordinal);
        Assert.Equal(Lines(bufs.Output), Lines(ours.Output));
    }

    [Fact]
    public async Task A_name_that_would_be_an_argument_of_protoc_runs_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        _repository.Write("protos/ok.proto\n--plugin=protoc-gen-x=./run/x.proto", Repository.Released);

        var result = await ToolRunner.RunAsync(_repository.Path, "lint");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("\\u000a--plugin", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Git_attributes_filters_hooks_and_monitors_of_a_repository_neither_run_nor_hide_anything()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is one of a Unix shell.");
        await ToolRunner.GitAsync(_repository.Path, "init", "--quiet");
        _repository.Write(".gitattributes", "*.proto export-ignore filter=evil\n");
        await ToolRunner.GitAsync(_repository.Path, "add", "-A");
        await ToolRunner.GitAsync(_repository.Path, "commit", "--quiet", "-m", "release");
        foreach (var setting in new[] { "core.fsmonitor", "filter.evil.smudge", "filter.evil.clean", "core.pager", "core.sshCommand" })
        {
            await ToolRunner.GitAsync(_repository.Path, "config", setting, "touch " + _repository.File("ran") + "; cat");
        }

        _repository.Write("protos/acme/v1/user.proto", Repository.Current);

        var result = await ToolRunner.RunAsync(_repository.Path, "breaking", "--against", "git:main");

        Assert.True(result.ExitCode == 100, result.Error);
        Assert.False(File.Exists(_repository.File("ran")));
    }

    [Fact]
    public async Task Roots_import_from_one_another_as_they_were_at_the_ref()
    {
        WriteWorkspaceOfV2();
        _repository.Write("buf.yaml", "version: v2\nmodules:\n  - path: protos/a\n  - path: protos/b\nbreaking:\n  use: [FILE]\n");
        _repository.Write("protos/b/b.proto", "syntax = \"proto3\";\npackage b;\nimport \"a.proto\";\nimport \"shared.proto\";\nmessage M { a.e e = 1; shared.e s = 2; }\n");
        Write("third/shared.proto", "shared");
        await ToolRunner.GitAsync(_repository.Path, "init", "--quiet");
        await ToolRunner.GitAsync(_repository.Path, "add", "-A");
        await ToolRunner.GitAsync(_repository.Path, "commit", "--quiet", "-m", "release");
        File.Delete(_repository.File("third/shared.proto"));
        File.Delete(_repository.File("protos/b/b.proto"));
        Write("protos/b/other.proto", "b");

        var result = await ToolRunner.RunAsync(_repository.Path, "breaking", "--against", "git:main", "--proto-path", "third");

        Assert.True(result.ExitCode == 100, result.Error);
        Assert.Contains("\"b.proto\" was deleted", result.Output, StringComparison.Ordinal);
    }

    private void WriteWorkspaceOfV2()
    {
        _repository.Write("buf.yaml", "version: v2\nmodules:\n  - path: protos/a\n  - path: protos/b\n    excludes: [protos/b/skipped]\nlint:\n  use: [ENUM_ZERO_VALUE_SUFFIX]\n");
        Write("protos/a/a.proto", "a");
        Write("protos/b/b.proto", "b");
        Write("protos/b/skipped/c.proto", "c");
        Write("outside/o.proto", "o");
    }

    private void Write(string path, string package) => _repository.Write(path, string.Format(System.Globalization.CultureInfo.InvariantCulture, Enum, package));

    private static byte[] Gzip(byte[] content)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return result.ToArray();
    }

    private static IEnumerable<string> Lines(string jsonLines) =>
        jsonLines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Serialize(JsonSerializer.Deserialize<BufAnnotation>(line))).Order(StringComparer.Ordinal);
}
