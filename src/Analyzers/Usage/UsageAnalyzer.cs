// What all usage rules have in common: when they run at all, and how they are declared.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Usage;

/// <summary>
/// One C# usage rule. It registers nothing in a project without gRPC or with the MSBuild property
/// <c>GrpcSdkUsageRules</c> set to <c>false</c>, skips generated code and runs concurrently.
/// </summary>
internal abstract class UsageAnalyzer(DiagnosticDescriptor rule, string switchOption = UsageAnalyzer.SwitchOption) : DiagnosticAnalyzer
{
    /// <summary>The MSBuild property that turns all usage rules off.</summary>
    public const string SwitchOption = "build_property.GrpcSdkUsageRules";

    /// <summary>The category of the usage rules.</summary>
    protected const string Category = "GrpcSdk.Usage";

    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(rule);

    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (!IsSwitchedOff(start.Options, switchOption) && GrpcSymbols.For(start.Compilation) is { } symbols)
            {
                Register(start, symbols);
            }
        });
    }

    /// <summary>Registers what the rule looks at. Called once per compilation that uses gRPC.</summary>
    protected abstract void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols);

    private static bool IsSwitchedOff(AnalyzerOptions options, string switchOption) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(switchOption, out var value) &&
        string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}
