// Right code in the styles of the public grpc-dotnet examples: no rule that is on by default, suggestions included, may say a word about it.
using GrpcSdk.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class PatternTests
{
    private const string Prefix = "Patterns/";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static TheoryData<string> Patterns { get; } = [.. typeof(PatternTests).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])];

    [Fact]
    public void Are_at_least_ten() => Assert.True(Patterns.Count >= 10);

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task Raise_no_diagnostic(string pattern)
    {
        var compilation = CSharpCompilation.Create(
            pattern,
            [CSharpSyntaxTree.ParseText(Read(pattern)), CSharpSyntaxTree.ParseText(ImplicitUsings)],
            GrpcReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.Empty(await compilation.WithAnalyzers(UsageRules.All).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
    }

    private static string Read(string pattern)
    {
        using var reader = new StreamReader(typeof(PatternTests).Assembly.GetManifestResourceStream(Prefix + pattern)!);
        return reader.ReadToEnd();
    }
}
