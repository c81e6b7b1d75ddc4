// The whole way, from `dotnet build` to diagnostics, over public APIs that nobody here wrote.
using System.Text.RegularExpressions;
using GrpcSdk.Tests.Shared;

namespace GrpcSdk.Package.Tests;

public sealed partial class TortureTests(PackageFeed feed)
{
    [Fact]
    public async Task A_build_of_real_APIs_reports_what_the_tool_in_the_package_reports()
    {
        using var workspace = new Workspace(feed);
        var apis = new List<PublicApiCopy>();
        foreach (var name in PublicApi.Names)
        {
            apis.Add((await PublicApi.LoadAsync(name, Repository.Root)).CopyTo(workspace["protos"]));
        }

        workspace.Project("corpus", Snippets.Grpc + Snippets.Package("GrpcSdk") + $"""
              <PropertyGroup>
                <GrpcSdkSchemaRules>standard</GrpcSdkSchemaRules>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(apis.Select(api => $"""<Protobuf Include="{api.Root}/**/*.proto" ProtoRoot="{api.Root}" AdditionalImportDirs="{api.ImportRoot}" ProtoCompile="false" />"""))}
              </ItemGroup>
            """);

        var build = await workspace.BuildAsync("corpus");

        Assert.All(BuildOutput.Parse(build.Output), diagnostic => Assert.StartsWith("GSDK1", diagnostic.Id, StringComparison.Ordinal));
        var expected = new List<string>();
        foreach (var api in apis)
        {
            expected.AddRange(await LintAsync(workspace, api));
        }

        Assert.True(expected.Count > 2000, $"only {expected.Count} findings");
        Assert.Equal(
            expected.Distinct().Order(StringComparer.Ordinal),
            BuildOutput.Parse(build.Output).Select(diagnostic => $"{diagnostic.File} {diagnostic.Line} {diagnostic.Column} {diagnostic.Id}").Distinct().Order(StringComparer.Ordinal));
    }

    private async Task<IEnumerable<string>> LintAsync(Workspace workspace, PublicApiCopy api)
    {
        var tool = Path.Combine(workspace["packages"], "grpcsdk", feed.Version, "tools", "net8.0", "grpcsdk.dll");
        var grpcTools = Path.Combine(Repository.NuGetPackageRoot, "grpc.tools", Repository.GrpcVersion);
        var result = await DotNet.RunAsync(
            api.Root,
            new Dictionary<string, string> { ["NUGET_PACKAGES"] = Repository.NuGetPackageRoot },
            [
                "exec", tool, "lint", ".", "--standard", "--own",
                .. api.ImportRoots.Append(Path.Combine(grpcTools, "build", "native", "include")).SelectMany(root => new[] { "--proto-path", root }),
            ]);
        Assert.True(result.ExitCode is 0 or 100, result.Output);
        return result.Output.Split('\n')
            .Select(line => Finding().Match(line))
            .Where(match => match.Success)
            .Select(match => $"{Path.GetFullPath(match.Groups["file"].Value, api.Root)} {match.Groups["line"].Value} {match.Groups["column"].Value} {match.Groups["id"].Value}");
    }

    [GeneratedRegex(@"^(?<file>[^(]+)\((?<line>\d+),(?<column>\d+)\): (warning|error) (?<id>GSDK\d+):")]
    private static partial Regex Finding();
}
