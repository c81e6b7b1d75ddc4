// GSDK3022: an endless stream that only its client can end, so that the server cannot shut down in order.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class ShutdownBlindStreamRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.ShutdownBlindStream,
        "End streams when the server shuts down",
        "{0} streams until its client leaves and never looks at IHostApplicationLifetime.ApplicationStopping: a shutdown waits for its timeout and then resets the stream",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The token of the call is cancelled when its client leaves, or when the shutdown timeout is over. A stream without an end of its own has to watch ApplicationStopping too.",
        helpLinkUri: RuleHelp.Link(UsageIds.ShutdownBlindStream));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type("Microsoft.Extensions.Hosting.IHostApplicationLifetime") is not null)
        {
            rules.OnOperations(operation => Analyze(operation, symbols), OperationKind.Loop);
        }
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols)
    {
        var loop = (ILoopOperation)context.Operation;
        if (context.ContainingSymbol is not IMethodSymbol handler || !symbols.IsHandler(handler) || !handler.Parameters.Any(parameter => symbols.IsStreamWriter(parameter.Type)) ||
            !IsEndless(loop, symbols) || HasExit(loop) || LooksAtAnotherToken(loop, symbols))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rule, loop.Syntax.GetFirstToken().GetLocation(), GrpcSymbols.RpcName(handler)));
    }

    private static bool IsEndless(ILoopOperation loop, GrpcSymbols symbols) => loop switch
    {
        IForLoopOperation { Condition: null } => true,
        IWhileLoopOperation { Condition: { } condition } => condition.Unwrap() switch
        {
            { ConstantValue: { HasValue: true, Value: true } } => true,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } } => true,
            IAwaitOperation { Operation: IInvocationOperation { TargetMethod.Name: "WaitForNextTickAsync" } tick } => symbols.Is(tick.TargetMethod.ContainingType, "System.Threading.PeriodicTimer"),
            _ => false,
        },
        _ => false,
    };

    /// <summary>A way out other than the token: a return, or a break out of this loop.</summary>
    private static bool HasExit(ILoopOperation loop) =>
        loop.Body.Descendants().Any(operation => operation switch
        {
            IReturnOperation => operation.EnclosingFunction() == loop.EnclosingFunction(),
            IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
            IBranchOperation { BranchKind: BranchKind.GoTo } => true,
            _ => false,
        });

    private static bool LooksAtAnotherToken(ILoopOperation loop, GrpcSymbols symbols)
    {
        foreach (var operation in loop.Descendants())
        {
            if (symbols.Is(operation.Type, "System.Threading.CancellationTokenSource"))
            {
                return true;
            }

            if (GrpcSymbols.Is(operation.Type, symbols.CancellationToken) && operation is not (IDefaultValueOperation or IConversionOperation) && !IsTokenOfCall(operation.InitialValue(), symbols))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTokenOfCall(IOperation token, GrpcSymbols symbols) =>
        token is IPropertyReferenceOperation { Instance: { } instance } && instance.Type.DerivesFrom(symbols.ServerCallContext);
}
