// GSDK3002: an interceptor returns the task, or the call object, of the continuation from inside try or using, so the block is over before the call is.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class UnawaitedContinuationRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.UnawaitedContinuation,
        "Await the continuation inside try or using",
        "The continuation is returned without await, so {0}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The continuation returns a task. Returned without await, the call goes on after the block has ended: a catch clause never sees its exception, and finally and using end too early.",
        helpLinkUri: RuleHelp.Link(UsageIds.UnawaitedContinuation));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Interceptor is not null)
        {
            rules.OnOperations(operation => Analyze(operation, symbols), OperationKind.Return);
        }
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols)
    {
        if (context.ContainingSymbol is not IMethodSymbol method || !symbols.IsInterceptorMethod(method))
        {
            return;
        }

        var statement = (IReturnOperation)context.Operation;
        var isServer = symbols.ContextParameter(method) is not null;
        if (statement.ReturnedValue is null || statement.EnclosingFunction() is not null)
        {
            return;
        }

        foreach (var call in PossibleValues.Of(statement.ReturnedValue))
        {
            if (RunsTheCall(call, symbols, isServer) && Consequence(call, statement, symbols, isServer) is { } consequence)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), consequence));
            }
        }
    }

    /// <summary>The continuation itself, or the base method that invokes it.</summary>
    private static bool RunsTheCall(IOperation operation, GrpcSymbols symbols, bool isServer)
    {
        if (operation is not IInvocationOperation call || !(isServer ? call.Type.DerivesFrom(symbols.Task) : symbols.IsAsyncCall(call.Type)))
        {
            return false;
        }

        return call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
            ? call.Instance is IParameterReferenceOperation
            : call.Instance is IInstanceReferenceOperation && GrpcSymbols.Is((call.TargetMethod.RootOverride() ?? call.TargetMethod).ContainingType, symbols.Interceptor);
    }

    /// <summary>What is over when the method returns, though the call, which was started within it, is not.</summary>
    private static string? Consequence(IOperation call, IOperation statement, GrpcSymbols symbols, bool isServer)
    {
        for (IOperation current = statement; current.Parent is { } parent; current = parent)
        {
            if (!parent.Syntax.Span.Contains(call.Syntax.Span))
            {
                continue;
            }

            switch (parent)
            {
                case ITryOperation attempt when attempt.Body == current && attempt.Catches.Any(clause => isServer || GrpcSymbols.Is(clause.ExceptionType, symbols.RpcException)):
                    return "the catch clause never sees an exception of the call";
                case ITryOperation { Finally: { } last } attempt when attempt.Body == current && (isServer || !OnlyRestores(last)):
                    return "the finally block runs before the call has ended";
                case IUsingOperation resource when isServer || IsActivity(resource.Resources, symbols):
                    return "what the using statement holds is disposed before the call has ended";
                case IBlockOperation block when block.Operations.TakeWhile(sibling => sibling != current).Any(sibling => sibling is IUsingDeclarationOperation resource && (isServer || IsActivity(resource, symbols))):
                    return "what the using declaration holds is disposed before the call has ended";
            }
        }

        return null;
    }

    /// <summary>On the side of the client much is only about the start of a call: a block that puts a state back as it was.</summary>
    private static bool OnlyRestores(IBlockOperation block) =>
        block.Operations.All(statement => statement is IExpressionStatementOperation { Operation: IAssignmentOperation or IInvocationOperation { TargetMethod.Name: "Dispose" } } or IConditionalOperation);

    /// <summary>An activity measures the call.</summary>
    private static bool IsActivity(IOperation resource, GrpcSymbols symbols) =>
        resource.DescendantsAndSelf().Any(part => part is IVariableDeclaratorOperation { Symbol.Type: var type } && symbols.Is(type, "System.Diagnostics.Activity"));
}
