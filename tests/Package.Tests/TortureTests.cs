// The whole way, from `dotnet build` to diagnostics, over public APIs that nobody here wrote.
using System.Text.RegularExpressions;

namespace GrpcSdk.Package.Tests;

public sealed partial class TortureTests(PackageFeed feed)
{
    private const string Variable = "GRPCSDK_CORPUS";

    [Fact]
    public async Task A_build_of_real_APIs_reports_what_the_tool_in_the_package_reports()
    {
        var corpus = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(corpus), $"{Variable} names no folder with public APIs.");
        using var workspace = new Workspace(feed);
        workspace.Project("corpus", Snippets.Grpc + Snippets.Package("GrpcSdk") + $"""
              <PropertyGroup>
                <GrpcSdkSchemaRules>standard</GrpcSdkSchemaRules>
              </PropertyGroup>
              <ItemGroup>
                <Protobuf Include="{corpus}/googleapis/**/*.proto" ProtoRoot="{corpus}/googleapis" ProtoCompile="false" />
                <Protobuf Include="{corpus}/temporal/**/*.proto" ProtoRoot="{corpus}/temporal" AdditionalImportDirs="{corpus}/googleapis" ProtoCompile="false" />
                <Protobuf Include="{corpus}/opentelemetry/**/*.proto" ProtoRoot="{corpus}/opentelemetry" ProtoCompile="false" />
              </ItemGroup>
            """);

        var build = await workspace.BuildAsync("corpus");

        Assert.All(BuildOutput.Parse(build.Output), diagnostic => Assert.StartsWith("GSDK1", diagnostic.Id, StringComparison.Ordinal));
        var expected = new List<string>();
        foreach (var root in new[] { "googleapis", "temporal", "opentelemetry" })
        {
            expected.AddRange(await LintAsync(workspace, corpus!, root));
        }

        Assert.True(expected.Count > 1000, $"only {expected.Count} findings");
        Assert.Equal(
            expected.Distinct().Order(StringComparer.Ordinal),
            BuildOutput.Parse(build.Output).Select(diagnostic => $"{diagnostic.File} {diagnostic.Line} {diagnostic.Column} {diagnostic.Id}").Distinct().Order(StringComparer.Ordinal));
    }

    private async Task<IEnumerable<string>> LintAsync(Workspace workspace, string corpus, string root)
    {
        var tool = Path.Combine(workspace["packages"], "grpcsdk", feed.Version, "tools", "net8.0", "grpcsdk.dll");
        var grpcTools = Path.Combine(Repository.NuGetPackageRoot, "grpc.tools", Repository.GrpcVersion);
        var directory = Path.Combine(corpus, root);
        var result = await DotNet.RunAsync(
            directory,
            new Dictionary<string, string> { ["NUGET_PACKAGES"] = Repository.NuGetPackageRoot },
            "exec", tool, "lint", ".", "--standard", "--own",
            "--proto-path", Path.Combine(corpus, "googleapis"),
            "--proto-path", Path.Combine(grpcTools, "build", "native", "include"));
        Assert.True(result.ExitCode is 0 or 100, result.Output);
        return result.Output.Split('\n')
            .Select(line => Finding().Match(line))
            .Where(match => match.Success)
            .Select(match => $"{Path.GetFullPath(match.Groups["file"].Value, directory)} {match.Groups["line"].Value} {match.Groups["column"].Value} {match.Groups["id"].Value}");
    }

    [GeneratedRegex(@"^(?<file>[^(]+)\((?<line>\d+),(?<column>\d+)\): (warning|error) (?<id>GSDK\d+):")]
    private static partial Regex Finding();
}
