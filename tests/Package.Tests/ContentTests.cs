// What is inside the packages.
using System.IO.Compression;

namespace GrpcSdk.Package.Tests;

public sealed class ContentTests(PackageFeed feed)
{
    [Fact]
    public void GrpcSdk_carries_the_compiler_parts_with_their_libraries_the_task_and_the_tool()
    {
        using var package = ZipFile.OpenRead(feed.PathOf("GrpcSdk"));
        var names = package.Entries.Select(entry => entry.FullName).ToArray();

        string[] expected =
        [
            "analyzers/dotnet/cs/Google.Protobuf.dll",
            "analyzers/dotnet/cs/GrpcSdk.Analyzers.dll",
            "analyzers/dotnet/cs/GrpcSdk.CodeFixes.dll",
            "analyzers/dotnet/cs/GrpcSdk.Generators.dll",
            "analyzers/dotnet/cs/GrpcSdk.Schema.dll",
            "analyzers/dotnet/cs/YamlDotNet.dll",
            "buildTransitive/GrpcSdk.props",
            "buildTransitive/GrpcSdk.targets",
            "buildTransitive/config/GrpcSdk.none.globalconfig",
            "buildTransitive/config/GrpcSdk.strict.globalconfig",
            "tasks/netstandard2.0/GrpcSdk.Build.dll",
            "tools/net8.0/grpcsdk.dll",
            "tools/net8.0/grpcsdk.runtimeconfig.json",
            "THIRD-PARTY-NOTICES.md",
        ];
        Assert.Subset(names.ToHashSet(), expected.ToHashSet());
        Assert.DoesNotContain(names, name => name.StartsWith("lib/", StringComparison.Ordinal) || name.StartsWith("build/", StringComparison.Ordinal) || name.Contains("Microsoft.", StringComparison.Ordinal));
    }

    [Fact]
    public void GrpcSdk_is_a_tool_of_the_build_and_depends_on_nothing()
    {
        using var package = ZipFile.OpenRead(feed.PathOf("GrpcSdk"));
        var nuspec = Nuspec(package);

        Assert.Contains("<developmentDependency>true</developmentDependency>", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", nuspec, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GrpcSdk")]
    [InlineData("GrpcSdk.Runtime")]
    [InlineData("GrpcSdk.Client")]
    [InlineData("GrpcSdk.AspNetCore")]
    [InlineData("GrpcSdk.EntityFrameworkCore")]
    [InlineData("GrpcSdk.Testing")]
    [InlineData("GrpcSdk.Tool")]
    public void Every_package_has_readme_icon_and_licence(string id)
    {
        using var package = ZipFile.OpenRead(feed.PathOf(id));
        var nuspec = Nuspec(package);

        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry("icon.png"));
        Assert.Contains("<license type=\"expression\">Apache-2.0</license>", nuspec, StringComparison.Ordinal);
        Assert.Contains("<readme>README.md</readme>", nuspec, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GrpcSdk.Runtime")]
    [InlineData("GrpcSdk.Client")]
    [InlineData("GrpcSdk.AspNetCore")]
    [InlineData("GrpcSdk.EntityFrameworkCore")]
    [InlineData("GrpcSdk.Testing")]
    [InlineData("GrpcSdk.Tool")]
    public void Every_library_has_symbols(string id) => Assert.True(File.Exists(feed.PathOf(id, "snupkg")));

    [Theory]
    [InlineData("GrpcSdk.Client")]
    [InlineData("GrpcSdk.AspNetCore")]
    [InlineData("GrpcSdk.Testing")]
    public void Analyzers_and_build_files_of_GrpcSdk_flow_through(string id)
    {
        using var package = ZipFile.OpenRead(feed.PathOf(id));

        Assert.Contains($"<dependency id=\"GrpcSdk\" version=\"{feed.Version}\" include=\"All\" />", Nuspec(package), StringComparison.Ordinal);
    }

    private static string Nuspec(ZipArchive package)
    {
        using var reader = new StreamReader(package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
        return reader.ReadToEnd();
    }
}
