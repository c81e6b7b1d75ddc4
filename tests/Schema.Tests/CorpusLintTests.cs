using GrpcSdk.Schema.Tests.Tooling;
using GrpcSdk.Tests.Shared;

namespace GrpcSdk.Schema.Tests;

/// <summary>Public APIs that nobody here wrote: our lint equals buf's, annotation for annotation.</summary>
public sealed class CorpusLintTests
{
    [Theory]
    [MemberData(nameof(PublicApis.Names), MemberType = typeof(PublicApis))]
    public async Task Lint_of_a_public_api_equals_buf(string api)
    {
        using var directory = new TemporaryDirectory();
        var copy = await PublicApis.CopyAsync(api, directory);
        var configuration =
            $$"""
            version: v2
            modules:
              - path: {{api}}
            {{string.Join("\n", copy.ImportRoots.Select(Path.GetFileName).Select(import => $"  - path: {import}\n    lint: {{ ignore: [{import}] }}"))}}
            lint:
              use: [STANDARD, COMMENTS, UNARY_RPC, STABLE_PACKAGE_NO_IMPORT_UNSTABLE]
              except: [PROTOVALIDATE]

            """;

        await AssertSameAsync(copy, directory.Path, configuration);
    }

    [Theory]
    [InlineData("googleapis", "v1")]
    [InlineData("googleapis", "v1beta1")]
    [InlineData("opentelemetry", "v1beta1")]
    public async Task Lint_with_an_older_buf_yaml_equals_buf(string api, string version)
    {
        using var directory = new TemporaryDirectory();
        var copy = await PublicApis.CopyAsync(api, directory);
        var configuration =
            $"""
            version: {version}
            lint:
              use: [STANDARD, COMMENTS]
              except: [{(version == "v1" ? "PROTOVALIDATE" : "FIELD_NO_DESCRIPTOR")}]
              allow_comment_ignores: true

            """;

        await AssertSameAsync(copy, copy.Root, configuration);
    }

    private static async Task AssertSameAsync(PublicApiCopy copy, string workspace, string configuration)
    {
        File.WriteAllText(Path.Combine(workspace, "buf.yaml"), configuration);

        var buf = await BufCli.LintAsync(workspace);
        var image = await copy.CompileAsync(workspace);
        var ours = SchemaLinter.Run(image, BufConfiguration.Parse(configuration));

        Assert.NotEmpty(ours);
        Differential.AssertSame(buf.Select(Relative), Differential.ToBuf(ours, copy.Root).Select(annotation => annotation.WithAnyCycle()));

        BufAnnotation Relative(BufAnnotation annotation) =>
            annotation.WithAnyCycle() with { Path = Path.GetRelativePath(copy.Root, Path.Combine(workspace, annotation.Path!)).Replace('\\', '/') };
    }
}
