// GSDK3024: every failure of a call taken for the same harmless answer.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
                if (clause.Filter is null && GrpcSymbols.Is(clause.ExceptionType, symbols.RpcException) && clause.Handler.Operations.All(IsSilent) &&
                    clause.Syntax is CatchClauseSyntax { Declaration: { } declaration } syntax && !SaysWhy(syntax) && !HasFilteredSibling(clause) && !OnlySends(clause, symbols))
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rule, declaration.GetLocation()));
                }
            },
            OperationKind.CatchClause);

    /// <summary>An empty block with a comment: somebody has thought about it.</summary>
    private static bool SaysWhy(CatchClauseSyntax clause) =>
        clause.Block.Statements.Count == 0 && clause.Block.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));

    /// <summary>The attempt only writes requests to a stream: the call fails with the same status when its answer is awaited after it.</summary>
    private static bool OnlySends(ICatchClauseOperation clause, GrpcSymbols symbols) =>
        clause.Parent is ITryOperation { Body: var body } && body.Descendants().OfType<IInvocationOperation>().Any(symbols.IsStreamWrite) &&
        !body.Descendants().Any(operation => operation switch
        {
            IAwaitOperation { Operation: IInvocationOperation call } => symbols.IsClientCall(call.TargetMethod) || symbols.IsStreamReader(call.Instance?.Type),
            IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } => true,
            _ => false,
        });

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
