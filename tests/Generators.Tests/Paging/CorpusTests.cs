// The helpers over real public APIs (GRPCSDK_CORPUS): everything that is found compiles, and the findings are counted.
// GRPCSDK_CORPUS_REPORT names a file to write every finding and every List or Search RPC that was passed over into.
using System.Text;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Generators.Paging;
using GrpcSdk.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GrpcSdk.Generators.Tests.Paging;

public class CorpusTests
{
    public static TheoryData<string> Sets => ["googleapis", "temporal", "opentelemetry"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Helpers_of_real_APIs_compile(string set)
    {
        var stubs = Stubs(set);

        Report(set, stubs);

        var outcome = GeneratorHarness.Run<HelpersGenerator>(stubs, generatedCodeCompiles: false);

        Assert.All(outcome.Diagnostics, d => Assert.Equal(DiagnosticSeverity.Info, d.Severity));
        var ours = outcome.Compilation.SyntaxTrees.Except(stubs.SyntaxTrees).ToHashSet();
        var problems = outcome.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            // CS0436: the corpus compiles google/api types that the packages hold too.
            .Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS0436" && d.Location.SourceTree is { } tree && ours.Contains(tree));
        Assert.Empty(problems);
    }

    private static void Report(string set, CSharpCompilation stubs)
    {
        if (Environment.GetEnvironmentVariable("GRPCSDK_CORPUS_REPORT") is not { Length: > 0 } path)
        {
            return;
        }

        var report = new StringBuilder();
        foreach (var rpc in Rpcs(stubs))
        {
            var finding = PageDetector.Detect(rpc);
            if (finding.Shape is { } shape)
            {
                report.AppendLine($"{(shape.IsStandard ? "standard" : "wide    ")} {rpc.Name}: {shape.Items.Name} ({shape.Items.Count} of {shape.Items.Type.Split('.')[^1]}), {shape.Size?.Name ?? "no size"}, {shape.Token.Name} -> {shape.NextToken.Name}; fields: {Fields(rpc.Response)}");
            }
            else if (finding.NearMiss is { } reason)
            {
                report.AppendLine($"near     {rpc.Name}: {reason}; {Fields(rpc.Request)} -> {Fields(rpc.Response)}");
            }
            else if (rpc.Name.StartsWith("List", StringComparison.Ordinal) || rpc.Name.Contains("Search", StringComparison.Ordinal) || rpc.Response.Fields.Any(f => f.Name.Contains("Token", StringComparison.Ordinal)))
            {
                report.AppendLine($"passed   {rpc.Rpc.Kind} {rpc.Name}: {Fields(rpc.Request)} -> {Fields(rpc.Response)}");
            }
        }

        File.WriteAllText($"{path}.{set}.txt", report.ToString());
    }

    private static IEnumerable<RpcShape> Rpcs(Compilation stubs) =>
        stubs.SyntaxTrees
            .SelectMany(t => t.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.ClassDeclarationSyntax>()
                .Where(c => c.BaseList is not null)
                .Select(c => stubs.GetSemanticModel(t).GetDeclaredSymbol(c)!))
            .Where(s => s.BaseType.Is(GrpcTypes.ClientBase))
            .Select(s => ShapeParser.Parse(s, stubs, null, default))
            .OfType<ClientShape>()
            .SelectMany(c => c.Rpcs);

    private static string Fields(MessageShape message) =>
        string.Join(" ", message.Fields.Select(f => f.Name + (f.IsRepeated ? "[]" : f.IsMap ? "{}" : "")));

    private static CSharpCompilation Stubs(string set)
    {
        var corpus = Environment.GetEnvironmentVariable("GRPCSDK_CORPUS");
        Assert.SkipWhen(string.IsNullOrEmpty(corpus), "GRPCSDK_CORPUS is not set: it names a folder of public .proto files");
        var root = Path.Combine(corpus!, set);
        string[] roots = set == "temporal" ? [root, Path.Combine(corpus!, "googleapis")] : [root];
        var names = Directory.EnumerateFiles(root, "*.proto", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            // Status comes from Google.Api.CommonProtos, as the runtime's does.
            .Where(f => !f.StartsWith("google/protobuf/", StringComparison.Ordinal) && f != "google/rpc/status.proto")
            .ToList();
        var common = set == "temporal" ? ["google/api/annotations.proto", "google/api/http.proto"] : Array.Empty<string>();
        return TestCompilation.Create(ProtoStubs.CompileFiles(roots, [.. names, .. common]), set);
    }
}
