// What all analyzers of C# have in common: when they run at all, and how they run their rules.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Common;

/// <summary>
/// Runs rules. It registers nothing in a project without gRPC or with the MSBuild property of the switch set to
/// <c>false</c>, skips generated code and runs concurrently.
/// </summary>
internal abstract class UsageAnalyzer(string switchOption, params UsageRule[] rules) : DiagnosticAnalyzer
{
    public IReadOnlyList<UsageRule> Rules => rules;

    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = rules.Select(rule => rule.Descriptor).ToImmutableArray();

    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (IsSwitchedOff(start.Options) || GrpcSymbols.For(start.Compilation) is not { } symbols)
            {
                return;
            }

            var registry = new RuleRegistry(start, symbols);
            foreach (var rule in rules)
            {
                rule.Register(registry, symbols);
            }

            registry.Complete();
        });
    }

    private bool IsSwitchedOff(AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(switchOption, out var value) &&
        string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}
