using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests;

/// <summary>Public APIs that nobody here wrote: our lint equals buf's, annotation for annotation.</summary>
public sealed class CorpusLintTests
{
    [Theory]
    [InlineData("googleapis")]
    [InlineData("temporal", "googleapis")]
    [InlineData("opentelemetry")]
    public async Task Lint_of_a_public_api_equals_buf(string api, params string[] imports)
    {
        using var directory = new TemporaryDirectory();
        Corpus.Copy(api, directory, imports);
        var configuration =
            $$"""
            version: v2
            modules:
              - path: {{api}}
            {{string.Join("\n", imports.Select(import => $"  - path: {import}\n    lint: {{ ignore: [{import}] }}"))}}
            lint:
              use: [STANDARD, COMMENTS, UNARY_RPC, STABLE_PACKAGE_NO_IMPORT_UNSTABLE]
              except: [PROTOVALIDATE]

            """;

        await AssertSameAsync(directory, directory.Path, api, imports, configuration);
    }

    [Theory]
    [InlineData("googleapis", "v1")]
    [InlineData("googleapis", "v1beta1")]
    [InlineData("opentelemetry", "v1beta1")]
    public async Task Lint_with_an_older_buf_yaml_equals_buf(string api, string version)
    {
        using var directory = new TemporaryDirectory();
        var root = Corpus.Copy(api, directory);
        var configuration =
            $"""
            version: {version}
            lint:
              use: [STANDARD, COMMENTS]
              except: [{(version == "v1" ? "PROTOVALIDATE" : "FIELD_NO_DESCRIPTOR")}]
              allow_comment_ignores: true

            """;

        await AssertSameAsync(directory, root, api, [], configuration);
    }

    private static async Task AssertSameAsync(TemporaryDirectory directory, string workspace, string api, string[] imports, string configuration)
    {
        var root = directory.File(api);
        File.WriteAllText(Path.Combine(workspace, "buf.yaml"), configuration);

        var buf = await BufCli.LintAsync(workspace);
        var image = await Corpus.CompileAsync(directory, api, workspace, imports);
        var ours = SchemaLinter.Run(image, BufConfiguration.Parse(configuration));

        Assert.NotEmpty(ours);
        Differential.AssertSame(buf.Select(Relative), Differential.ToBuf(ours, root).Select(annotation => annotation.WithAnyCycle()));

        BufAnnotation Relative(BufAnnotation annotation) =>
            annotation.WithAnyCycle() with { Path = Path.GetRelativePath(root, Path.Combine(workspace, annotation.Path!)).Replace('\\', '/') };
    }
}
