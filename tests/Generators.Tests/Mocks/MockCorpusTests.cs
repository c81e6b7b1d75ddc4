// Real APIs: a mock of every service must compile without a warning.
using GrpcSdk.Generators.Mocks;
using GrpcSdk.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Generators.Tests.Mocks;

public class MockCorpusTests
{
    [Theory]
    [MemberData(nameof(PublicApis.Names), MemberType = typeof(PublicApis))]
    public async Task Mocks_of_every_service_compile(string api)
    {
        var stubs = await PublicApis.StubsAsync(api);
        var clients = Clients(stubs).ToList();
        Assert.NotEmpty(clients);

        var mocks = string.Join('\n', clients.Select((client, i) => $"[assembly: GrpcSdk.Testing.GrpcMock<{client}>(Name = \"Mock{i}\", Namespace = \"Mocks\")]"));
        var outcome = GeneratorHarness.RunOverApi<MockGenerator>(stubs.AddSyntaxTrees(TestCompilation.Parse(mocks, "Mocks.cs")));

        Assert.Equal(clients.Count, outcome.Sources.Count);
        Assert.DoesNotContain(outcome.Diagnostics, d => d.Severity != DiagnosticSeverity.Info);
    }

    private static IEnumerable<string> Clients(CSharpCompilation stubs) =>
        stubs.SyntaxTrees
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
                .Where(c => c.BaseList?.Types.ToString().Contains("ClientBase<", StringComparison.Ordinal) == true)
                .Select(c => stubs.GetSemanticModel(tree).GetDeclaredSymbol(c)!))
            .Select(c => c.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
}
