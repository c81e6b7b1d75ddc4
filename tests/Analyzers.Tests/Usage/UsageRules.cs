// All usage rules, as the compiler runs them.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Registration;
using GrpcSdk.Analyzers.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Tests.Usage;

internal static class UsageRules
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } = [new UsageWarningsAnalyzer(), new UsageSuggestionsAnalyzer(), new UsageOptInAnalyzer()];

    /// <summary>The usage rules, and the rules about generated registration beside them.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> WithRegistration { get; } = [.. All, new RegistrationAnalyzer()];

    public static IReadOnlyList<DiagnosticDescriptor> Descriptors { get; } =
        [.. All.SelectMany(analyzer => analyzer.SupportedDiagnostics).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
}
