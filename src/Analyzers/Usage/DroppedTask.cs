// GSDK3034: work that a handler starts and nobody waits for.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class DroppedTaskRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.DroppedTask,
        "Wait for what a handler starts",
        "Nobody waits for '{0}': its failure is lost, and it goes on when {1} has ended and its scoped services are disposed",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A task that a handler drops outlives the call and its scope, fails without a trace, and is cut off by a shutdown. Await it, or hand the work to a background service.",
        helpLinkUri: RuleHelp.Link(UsageIds.DroppedTask));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols) => rules.OnCallsInServerMethods(operation => Analyze(operation, symbols));

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols)
    {
        var start = (IInvocationOperation)context.Operation;
        var handler = (IMethodSymbol)context.ContainingSymbol;
        if (IsTask(start.Type, symbols) && start.EnclosingFunction() is null && IsDropped(start, handler) && !SeesToItsFailures(start, context) && !StreamAfterHandlerRule.Reports(start, handler, symbols))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, start.Syntax.GetLocation(), start.TargetMethod.Name, GrpcSymbols.RpcName(handler)));
        }
    }

    private static bool IsTask(ITypeSymbol? type, GrpcSymbols symbols) =>
        type.DerivesFrom(symbols.Task) || symbols.Is(type, "System.Threading.Tasks.ValueTask") || symbols.Is(type, "System.Threading.Tasks.ValueTask`1") || symbols.Is(type, "Grpc.Core.AsyncUnaryCall`1");

    /// <summary>Thrown away, or kept in a local that nobody looks at. The compiler itself warns of a plain statement in an async method (CS4014).</summary>
    private static bool IsDropped(IInvocationOperation start, IMethodSymbol handler) => start.Consumer() switch
    {
        IExpressionStatementOperation => !handler.IsAsync,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => !start.Root().References(declarator.Symbol).Any(),
        _ => false,
    };

    /// <summary>The work catches what goes wrong in it: the lambda that is handed over, or the method of the project that is called.</summary>
    private static bool SeesToItsFailures(IInvocationOperation start, OperationAnalysisContext context)
    {
        if (start.TargetMethod.Name == "ContinueWith")
        {
            return true;
        }

        var lambdas = start.Arguments.Select(argument => argument.Value.Unwrap()).OfType<IAnonymousFunctionOperation>().Select(function => function.Syntax).ToArray();
        var bodies = lambdas.Length > 0 ? lambdas : start.TargetMethod.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(context.CancellationToken));
        return bodies.Any(CatchesAll);
    }

    private static bool CatchesAll(SyntaxNode function)
    {
        var block = function switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.Block,
            MethodDeclarationSyntax method => method.Body,
            LocalFunctionStatementSyntax local => local.Body,
            _ => null,
        };
        return block?.Statements.OfType<TryStatementSyntax>().Any(attempt => attempt.Catches.Any(clause => clause.Filter is null && clause.Declaration?.Type.ToString() is null or "Exception" or "System.Exception")) == true;
    }
}
