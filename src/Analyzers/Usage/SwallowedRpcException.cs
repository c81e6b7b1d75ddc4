// GSDK3024: every failure of a call taken for the same harmless answer.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class SwallowedRpcExceptionRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.SwallowedRpcException,
        "Catch the status codes that you mean",
        "Every RpcException ends here without a trace, outages and denied access too: filter with when (StatusCode …)",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "RpcException stands for every way in which a call can fail. A catch clause that means one of them, such as NOT_FOUND, must say which.",
        helpLinkUri: RuleHelp.Link(UsageIds.SwallowedRpcException));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols) =>
        rules.OnOperations(
            operation =>
            {
                var clause = (ICatchClauseOperation)operation.Operation;
                if (clause.Filter is null && GrpcSymbols.Is(clause.ExceptionType, symbols.RpcException) && clause.Handler.Operations.All(IsSilent) && !HasFilteredSibling(clause) && clause.Syntax is CatchClauseSyntax { Declaration: { } declaration })
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rule, declaration.GetLocation()));
                }
            },
            OperationKind.CatchClause);

    /// <summary>A clause before this one has taken what needs an answer.</summary>
    private static bool HasFilteredSibling(ICatchClauseOperation clause) =>
        clause.Parent is ITryOperation attempt && attempt.Catches.Any(other => other != clause && SymbolEqualityComparer.Default.Equals(other.ExceptionType, clause.ExceptionType));

    /// <summary>A statement that neither reports the failure nor reacts to it: leaving with a constant, or setting one.</summary>
    private static bool IsSilent(IOperation statement) => statement switch
    {
        IBranchOperation or IEmptyOperation => true,
        IReturnOperation { ReturnedValue: var value } => value is null || IsEmptyValue(value),
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Value: var value } } => IsEmptyValue(value),
        _ => false,
    };

    private static bool IsEmptyValue(IOperation value) => value.Unwrap() switch
    {
        { ConstantValue.HasValue: true } => true,
        IDefaultValueOperation => true,
        IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null } => true,
        IInvocationOperation { TargetMethod: { Name: "Empty", Parameters.IsEmpty: true } } => true,
        IFieldReferenceOperation { Field: { IsStatic: true, Name: "Empty" } } => true,
        IInvocationOperation { TargetMethod.Name: "FromResult", Arguments: [var argument] } => IsEmptyValue(argument.Value),
        _ => false,
    };
}
