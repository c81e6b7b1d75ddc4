// The helpers over real public APIs: everything that is found compiles.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Generators.Tests.Paging;

public class CorpusTests
{
    [Theory]
    [MemberData(nameof(PublicApis.Names), MemberType = typeof(PublicApis))]
    public async Task Helpers_of_real_APIs_compile(string api)
    {
        var stubs = await PublicApis.StubsAsync(api);

        var outcome = GeneratorHarness.RunOverApi<HelpersGenerator>(stubs);

        Assert.All(outcome.Diagnostics, d => Assert.Equal(DiagnosticSeverity.Info, d.Severity));
    }

    [Fact]
    public async Task Descriptors_and_CSharp_have_the_same_shapes()
    {
        var descriptors = new DescriptorShapes(await PublicApis.DescriptorsAsync("temporal")).Clients().SelectMany(c => c.Client.Rpcs).ToDictionary(r => r.Rpc.RequestType);
        var symbols = Clients(await PublicApis.StubsAsync("temporal")).SelectMany(c => c.Rpcs).ToList();

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
}
