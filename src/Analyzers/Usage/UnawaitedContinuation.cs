// GSDK3002: an interceptor returns the task of the continuation from inside try or using, so the block is over before the call is.
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
        if (context.ContainingSymbol is not IMethodSymbol method || !symbols.IsInterceptorMethod(method) || symbols.ContextParameter(method) is null)
        {
            return;
        }

        var statement = (IReturnOperation)context.Operation;
        if (statement.ReturnedValue is null || statement.EnclosingFunction() is not null || Consequence(statement) is not { } consequence)
        {
            return;
        }

        foreach (var call in Results(statement.ReturnedValue))
        {
            if (RunsTheCall(call, symbols))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), consequence));
            }
        }
    }

    /// <summary>The expressions that the returned value may be: both sides of a conditional expression.</summary>
    private static IEnumerable<IOperation> Results(IOperation value)
    {
        value = value.Unwrap();
        if (value is not IConditionalOperation conditional)
        {
            return [value];
        }

        return Results(conditional.WhenTrue).Concat(conditional.WhenFalse is { } other ? Results(other) : []);
    }

    /// <summary>The continuation itself, or the base method that invokes it.</summary>
    private static bool RunsTheCall(IOperation operation, GrpcSymbols symbols)
    {
        if (operation is not IInvocationOperation call || !call.Type.DerivesFrom(symbols.Task))
        {
            return false;
        }

        return call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
            ? call.Instance is IParameterReferenceOperation
            : call.Instance is IInstanceReferenceOperation && GrpcSymbols.Is((call.TargetMethod.RootOverride() ?? call.TargetMethod).ContainingType, symbols.Interceptor);
    }

    private static string? Consequence(IOperation statement)
    {
        for (IOperation current = statement; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case ITryOperation attempt when attempt.Body == current:
                    return attempt.Catches.Length > 0
                        ? "the catch clause never sees an exception of the call"
                        : "the finally block runs before the call has ended";
                case IUsingOperation:
                    return "what the using statement holds is disposed before the call has ended";
                case IBlockOperation block when block.Operations.TakeWhile(sibling => sibling != current).Any(sibling => sibling is IUsingDeclarationOperation):
                    return "what the using declaration holds is disposed before the call has ended";
            }
        }

        return null;
    }
}
