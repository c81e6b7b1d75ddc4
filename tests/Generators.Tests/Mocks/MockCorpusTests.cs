// Real APIs: a mock of every service of a folder of protos must compile without a warning.
using GrpcSdk.Generators.Mocks;
using GrpcSdk.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Generators.Tests.Mocks;

public class MockCorpusTests
{
    [Theory]
    [InlineData("googleapis")]
    [InlineData("temporal")]
    [InlineData("opentelemetry")]
    public void Mocks_of_every_service_compile(string set)
    {
        var stubs = Stubs(set);
        var clients = Clients(stubs).ToList();
        Assert.NotEmpty(clients);

        var mocks = string.Join('\n', clients.Select((client, i) => $"[assembly: GrpcSdk.Testing.GrpcMock<{client}>(Name = \"Mock{i}\", Namespace = \"Mocks\")]"));
        var outcome = GeneratorHarness.Run<MockGenerator>(stubs.AddSyntaxTrees(TestCompilation.Parse(mocks, "Mocks.cs")));

        Assert.Equal(clients.Count, outcome.Sources.Count);
        Assert.DoesNotContain(outcome.Diagnostics, d => d.Severity != DiagnosticSeverity.Info);
    }

    private static CSharpCompilation Stubs(string set)
    {
        var corpus = Environment.GetEnvironmentVariable("GRPCSDK_CORPUS");
        Assert.SkipWhen(string.IsNullOrEmpty(corpus), "GRPCSDK_CORPUS is not set: it names a folder of public .proto files");
        var root = Path.Combine(corpus!, set);
        string[] roots = set == "temporal" ? [root, Path.Combine(corpus!, "googleapis")] : [root];
        var names = Directory.EnumerateFiles(root, "*.proto", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("google/protobuf/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        string[] common = set == "temporal" ? ["google/api/annotations.proto", "google/api/http.proto"] : [];
        var stubs = TestCompilation.Create(ProtoStubs.CompileFiles(roots, [.. names, .. common]), set);

        // Types of google.api are in Google.Api.CommonProtos too (CS0436: the source wins), and protoc's stub of a
        // service with both CreateBucket and CreateBucketAsync does not compile, whoever uses it.
        var broken = stubs.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Location.SourceTree!).Distinct().ToList();
        Assert.InRange(broken.Count, 0, 1);
        return stubs
            .RemoveSyntaxTrees(broken)
            .WithOptions(stubs.Options.WithSpecificDiagnosticOptions([new("CS0436", ReportDiagnostic.Suppress)]));
    }

    private static IEnumerable<string> Clients(CSharpCompilation stubs) =>
        stubs.SyntaxTrees
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
                .Where(c => c.BaseList?.Types.ToString().Contains("ClientBase<", StringComparison.Ordinal) == true)
                .Select(c => stubs.GetSemanticModel(tree).GetDeclaredSymbol(c)!))
            .Select(c => c.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
}
