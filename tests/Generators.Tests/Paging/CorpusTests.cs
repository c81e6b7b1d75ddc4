// The helpers over real public APIs (GRPCSDK_CORPUS): everything that is found compiles.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Generators.Tests.Paging;

public class CorpusTests
{
    public static TheoryData<string> Sets => ["googleapis", "temporal", "opentelemetry"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Helpers_of_real_APIs_compile(string set)
    {
        var stubs = Stubs(set);

        var outcome = GeneratorHarness.Run<HelpersGenerator>(stubs, generatedCodeCompiles: false);

        Assert.All(outcome.Diagnostics, d => Assert.Equal(DiagnosticSeverity.Info, d.Severity));
        var ours = outcome.Compilation.SyntaxTrees.Except(stubs.SyntaxTrees).ToHashSet();
        var problems = outcome.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            // CS0436: the corpus compiles google/api types that the packages hold too.
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS0436" && d.Location.SourceTree is { } tree && ours.Contains(tree));
        Assert.Empty(problems);
    }

    [Fact]
    public void Descriptors_and_CSharp_have_the_same_shapes()
    {
        var (roots, names) = PublicApis.Corpus("temporal");
        var descriptors = new DescriptorShapes(ProtoStubs.Descriptors(roots, names)).Clients().SelectMany(c => c.Client.Rpcs).ToDictionary(r => r.Rpc.RequestType);
        var symbols = Clients(Stubs("temporal")).SelectMany(c => c.Rpcs).ToList();

        Assert.Equal(descriptors.Count, symbols.Count);
        Assert.All(symbols, rpc => Assert.Equal((rpc.Request, rpc.Response), (descriptors[rpc.Rpc.RequestType].Request, descriptors[rpc.Rpc.RequestType].Response)));
    }

    private static IEnumerable<ClientShape> Clients(Compilation stubs) =>
        stubs.SyntaxTrees
            .SelectMany(t => t.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
                .Where(c => c.BaseList is not null)
                .Select(c => stubs.GetSemanticModel(t).GetDeclaredSymbol(c)!))
            .Where(s => s.BaseType.Is(GrpcTypes.ClientBase))
            .Select(s => ShapeParser.Parse(s, stubs, null, default))
            .OfType<ClientShape>();

    private static CSharpCompilation Stubs(string set)
    {
        var (roots, names) = PublicApis.Corpus(set);
        var common = set == "temporal" ? ["google/api/annotations.proto", "google/api/http.proto"] : Array.Empty<string>();
        // Status comes from Google.Api.CommonProtos, as the runtime's does.
        return TestCompilation.Create(ProtoStubs.CompileFiles(roots, [.. names.Where(n => n != "google/rpc/status.proto"), .. common]), set);
    }
}
