// All usage rules, found as the compiler finds them.
using System.Collections.Immutable;
using System.Reflection;
using GrpcSdk.Analyzers.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Tests.Usage;

internal static class UsageRules
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. typeof(UsageAnalyzer).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(UsageAnalyzer).Namespace && type.IsSubclassOf(typeof(UsageAnalyzer)) && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static IReadOnlyList<DiagnosticDescriptor> Descriptors { get; } =
        [.. All.SelectMany(analyzer => analyzer.SupportedDiagnostics).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
}
