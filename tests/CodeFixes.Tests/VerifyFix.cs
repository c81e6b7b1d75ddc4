// Applies one fix to a source with markup, alone and as FixAll over document, project and solution; the result must compile.
using GrpcSdk.Analyzers.Common;
using GrpcSdk.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace GrpcSdk.CodeFixes.Tests;

/// <summary>The fix of a rule.</summary>
internal static class VerifyFix<TRule, TFix>
    where TRule : UsageRule, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>The fix turns the marked source into the other, which the rule accepts.</summary>
    public static Task Changes(string source, string expected) => VerifyAnalyzerFix<RuleAnalyzer<TRule>, TFix>.Changes(source, expected);

    /// <summary>The marked source is reported, and the fix leaves it alone.</summary>
    public static Task Leaves(string source) => VerifyAnalyzerFix<RuleAnalyzer<TRule>, TFix>.Run(source, source, _ => { });

    /// <summary>As <see cref="Changes"/>, with more settings.</summary>
    public static Task Run(string source, string expected, Action<CSharpCodeFixTest<RuleAnalyzer<TRule>, TFix, DefaultVerifier>> configure) =>
        VerifyAnalyzerFix<RuleAnalyzer<TRule>, TFix>.Run(source, expected, configure);
}

/// <summary>The fix of what any analyzer reports, or of the compiler's own errors.</summary>
internal static class VerifyAnalyzerFix<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>The fix turns the marked source into the other, which the analyzer accepts, and keeps the ends of its lines.</summary>
    public static async Task Changes(string source, string expected)
    {
        await Run(source, expected, _ => { });
        await Run(source.ReplaceLineEndings("\r\n"), expected.ReplaceLineEndings("\r\n"), test => test.CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck);
    }

    /// <summary>The marked source is reported, and the fix leaves it alone.</summary>
    public static Task Leaves(string source) => Run(source, source, _ => { });

    /// <summary>As <see cref="Changes"/>, with more settings.</summary>
    public static Task Run(string source, string expected, Action<CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>> configure)
    {
        Assert.Matches(@"\|\]|\|\}", source);
        var test = new EnabledFixTest<TAnalyzer, TFix>
        {
            TestCode = source,
            FixedCode = expected,
            ReferenceAssemblies = GrpcReferences.None,
        };
        test.TestState.Configure(source);
        test.FixedState.Sources.Add(("GlobalUsings.cs", GrpcReferences.GlobalUsings));
        configure(test);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>Opt-in rules run in the tests of their fixes too.</summary>
file sealed class EnabledFixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    protected override CompilationOptions CreateCompilationOptions() => TestStates.Enable(base.CreateCompilationOptions(), GetDiagnosticAnalyzers());
}
