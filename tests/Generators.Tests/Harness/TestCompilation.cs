// Compilations for generator tests: .NET 10, gRPC and the GrpcSdk runtimes as references.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GrpcSdk.Generators.Tests.Harness;

/// <summary>Makes compilations as a user's project would have them.</summary>
internal static class TestCompilation
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    /// <summary>What a project with the client, server and test packages sees.</summary>
    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. Basic.Reference.Assemblies.Net100.References.All,
        .. FromOutput("Google.Protobuf", "Google.Api.CommonProtos", "Grpc.Core.Api", "Grpc.Net.Client", "Grpc.Net.ClientFactory", "Grpc.AspNetCore.Server", "Grpc.StatusProto"),
        .. FromOutput("GrpcSdk.Runtime", "GrpcSdk.Client", "GrpcSdk.AspNetCore", "GrpcSdk.Testing"),
        .. SharedFramework(),
    ];

    /// <summary>A library called <paramref name="name"/> from sources, with the default references and any others.</summary>
    public static CSharpCompilation Create(IEnumerable<string> sources, string name = "Test", IEnumerable<MetadataReference>? references = null) =>
        CSharpCompilation.Create(
            name,
            sources.Select((s, i) => CSharpSyntaxTree.ParseText(s, ParseOptions, $"{name}.{i}.cs")),
            [.. References, .. references ?? []],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                generalDiagnosticOption: ReportDiagnostic.Default));

    /// <summary>Adds the usings that projects have by default.</summary>
    public static CSharpCompilation WithImplicitUsings(this CSharpCompilation compilation) =>
        compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;",
            ParseOptions,
            "GlobalUsings.g.cs"));

    /// <summary>The compilation as a referenced assembly: metadata only, as users get it from a package.</summary>
    public static MetadataReference ToMetadata(this Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    private static IEnumerable<MetadataReference> FromOutput(params string[] names) =>
        names.Select(n => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, n + ".dll")));

    // ASP.NET Core comes from the runtime that this test runs on.
    private static IEnumerable<MetadataReference> SharedFramework() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .DistinctBy(Path.GetFileName)
            .Where(p => Path.GetFileName(p) is { } name
                && (name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                    || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                    || name is "System.Threading.RateLimiting.dll"))
            .Select(p => MetadataReference.CreateFromFile(p));
}
