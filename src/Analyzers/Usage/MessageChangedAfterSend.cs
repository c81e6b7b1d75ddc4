// GSDK3016: a message that is changed while it is being sent.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class MessageChangedAfterSendRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.MessageChangedAfterSend,
        "Do not change a message that is being sent",
        "'{0}' is changed while '{1}' may still have to serialise it: await the call first, or send a clone",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A call that is not awaited yet may serialise its message later, on another thread. A change in between is sent or not, by chance.",
        helpLinkUri: RuleHelp.Link(UsageIds.MessageChangedAfterSend));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var unary = symbols.Type("Grpc.Core.AsyncUnaryCall`1");
        var serverStreaming = symbols.Type("Grpc.Core.AsyncServerStreamingCall`1");
        rules.OnCalls(operation => Analyze(operation, symbols.IsStreamWrite((IInvocationOperation)operation.Operation)), "WriteAsync");
        rules.OnClientCalls(operation => Analyze(operation, GrpcSymbols.Is(operation.Operation.Type, unary) || GrpcSymbols.Is(operation.Operation.Type, serverStreaming)));
    }

    private static void Analyze(OperationAnalysisContext context, bool isSend)
    {
        var send = (IInvocationOperation)context.Operation;
        if (!isSend || send.Consumer() is IAwaitOperation || Message(send) is not { } message || send.EnclosingStatement() is not { } place || Awaits(place.Statement))
        {
            return;
        }

        foreach (var later in place.Block.Operations.SkipWhile(sibling => sibling != place.Statement).Skip(1))
        {
            if (Awaits(later) || later.DescendantsAndSelf().Any(operation => operation is ISimpleAssignmentOperation replaced && replaced.Target.Refers(message)))
            {
                return;
            }

            if (later is IExpressionStatementOperation { Operation: { } change } && Changes(change, message))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, change.Syntax.GetLocation(), message.Name, send.TargetMethod.Name));
                return;
            }
        }
    }

    /// <summary>The local or parameter that holds the message which the call sends.</summary>
    private static ISymbol? Message(IInvocationOperation send) =>
        send.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value.Referenced() is (ILocalSymbol or IParameterSymbol) and var message ? message : null;

    private static bool Awaits(IOperation statement) =>
        statement.DescendantsAndSelf().Any(operation => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IReturnOperation
            or IPropertyReferenceOperation { Property.Name: "Result" } or IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult" or "WaitAll" });

    /// <summary><c>message.Field = x</c>, <c>message.Items.Add(x)</c> and the like.</summary>
    private static bool Changes(IOperation change, ISymbol message) => change switch
    {
        IAssignmentOperation { Target: IPropertyReferenceOperation target } => target.Origin().Refers(message),
        IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" or "Remove" or "RemoveAt" or "Clear" or "Insert" or "MergeFrom" } call => call.Instance?.Origin().Refers(message) == true,
        _ => false,
    };
}
