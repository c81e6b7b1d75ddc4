// GSDK3001: a deadline that is not in UTC, which the client rejects with an exception.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class LocalDeadlineAnalyzer() : UsageAnalyzer(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.LocalDeadline,
        "A deadline must be in UTC",
        "The deadline comes from '{0}', which is not in UTC: the call throws before it starts",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "gRPC accepts only a deadline whose DateTimeKind is Utc. A local or unspecified time makes the call throw InvalidOperationException.",
        helpLinkUri: RuleHelp.Link(UsageIds.LocalDeadline));

    protected override void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols)
    {
        var offset = symbols.Type("System.DateTimeOffset");
        context.RegisterOperationAction(operation => Analyze(operation, symbols, offset), OperationKind.Argument);
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol? offset)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (!argument.IsExplicit() || argument.Parameter is not { ContainingSymbol: IMethodSymbol method } parameter || !IsDateTime(parameter.Type))
        {
            return;
        }

        var takesDeadline = symbols.IsClient(method.ContainingType) || GrpcSymbols.Is(method.ContainingType, symbols.CallOptions);
        if (takesDeadline && LocalTime(argument.Value.InitialValue(), offset) is { } local)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, local.Syntax.GetLocation(), local.Syntax.ToString()));
        }
    }

    private static bool IsDateTime(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_DateTime ||
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && nullable.TypeArguments[0].SpecialType == SpecialType.System_DateTime;

    /// <summary>The part of the expression that makes it local time: <c>DateTime.Now</c> below any arithmetic that keeps its kind.</summary>
    private static IOperation? LocalTime(IOperation value, INamedTypeSymbol? offset)
    {
        while (true)
        {
            switch (value.Unwrap())
            {
                case IPropertyReferenceOperation { Property: { ContainingType.SpecialType: SpecialType.System_DateTime, Name: "Now" or "Today" } } now:
                    return now;
                case IPropertyReferenceOperation { Property: { ContainingType.SpecialType: SpecialType.System_DateTime, Name: "Date" }, Instance: { } date }:
                    value = date;
                    break;
                case IPropertyReferenceOperation { Property: { Name: "DateTime" or "LocalDateTime" or "Date" } property } ofOffset when GrpcSymbols.Is(property.ContainingType, offset):
                    return ofOffset;
                case IInvocationOperation { TargetMethod: { ContainingType.SpecialType: SpecialType.System_DateTime, IsStatic: false } method } call:
                    if (method.Name == "ToLocalTime")
                    {
                        return call;
                    }

                    if (method.Name == "ToUniversalTime" || call.Instance is null)
                    {
                        return null;
                    }

                    value = call.Instance;
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum:
                    value = sum.LeftOperand;
                    break;
                default:
                    return null;
            }
        }
    }
}
