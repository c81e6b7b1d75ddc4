// Runs one rule over a source with markup: [|span|] where it must report, nothing where it must not.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace GrpcSdk.Analyzers.Tests.Harness;

internal static class Verify<TRule>
    where TRule : UsageRule, new()
{
    /// <summary>The rule reports exactly the marked spans.</summary>
    public static Task Reports(string source)
    {
        Assert.Contains("|]", source, StringComparison.Ordinal);
        return Test(source).RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The rule reports the marked span with this message.</summary>
    public static Task ReportsMessage(string source, string message)
    {
        var test = Test(source.Replace("[|", "{|#0:", StringComparison.Ordinal));
        test.ExpectedDiagnostics.Add(new DiagnosticResult(new TRule().Descriptor).WithLocation(0).WithMessage(message));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The rule reports nothing.</summary>
    public static Task Silent(string source)
    {
        Assert.DoesNotContain("|]", source, StringComparison.Ordinal);
        return Test(source).RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A test of the source as a library, or as a program when it has top-level statements.</summary>
    public static CSharpAnalyzerTest<RuleAnalyzer<TRule>, DefaultVerifier> Test(string source)
    {
        var test = new EnabledRuleTest<RuleAnalyzer<TRule>>
        {
            TestCode = source,
            ReferenceAssemblies = GrpcReferences.None,
        };
        test.TestState.Configure(source);
        return test;
    }
}

/// <summary>Opt-in rules run in their tests too.</summary>
file sealed class EnabledRuleTest<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    protected override CompilationOptions CreateCompilationOptions() => TestStates.Enable(base.CreateCompilationOptions(), GetDiagnosticAnalyzers());
}

/// <summary>What analyzer tests and fix tests set up alike.</summary>
internal static class TestStates
{
    public static void Configure(this SolutionState state, string source)
    {
        state.AdditionalReferences.AddRange(GrpcReferences.All);
        state.Sources.Add(("GlobalUsings.cs", GrpcReferences.GlobalUsings));
        if (Sources.IsProgram(source))
        {
            state.OutputKind = OutputKind.ConsoleApplication;
        }
    }

    public static CompilationOptions Enable(CompilationOptions options, IEnumerable<DiagnosticAnalyzer> analyzers)
    {
        var enabled = analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)
            .Where(rule => !rule.IsEnabledByDefault)
            .Select(rule => KeyValuePair.Create(rule.Id, ReportDiagnostic.Warn));
        return options.WithSpecificDiagnosticOptions(options.SpecificDiagnosticOptions.SetItems(enabled));
    }
}
