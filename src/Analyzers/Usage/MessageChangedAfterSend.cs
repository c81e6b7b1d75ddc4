// GSDK3016: a message that is changed while it is being sent.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MessageChangedAfterSendAnalyzer() : UsageAnalyzer(Rule)
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

    protected override void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols) =>
        context.RegisterOperationAction(operation => Analyze(operation, symbols), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols)
    {
        var send = (IInvocationOperation)context.Operation;
        if (Message(send, symbols) is not { } message || send.EnclosingStatement() is not { } place || Awaits(place.Statement))
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

    /// <summary>The local or parameter that holds the message which the call sends asynchronously.</summary>
    private static ISymbol? Message(IInvocationOperation send, GrpcSymbols symbols)
    {
        var sends = symbols.IsStreamWrite(send) ||
            (symbols.IsClientCall(send.TargetMethod) && (symbols.Is(send.Type, "Grpc.Core.AsyncUnaryCall`1") || symbols.Is(send.Type, "Grpc.Core.AsyncServerStreamingCall`1")));
        return sends && send.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value.Referenced() is (ILocalSymbol or IParameterSymbol) and var message ? message : null;
    }

    private static bool Awaits(IOperation statement) =>
        statement.DescendantsAndSelf().Any(operation => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IReturnOperation
            or IPropertyReferenceOperation { Property.Name: "Result" } or IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult" or "WaitAll" });

    /// <summary><c>message.Field = x</c>, <c>message.Items.Add(x)</c> and the like.</summary>
    private static bool Changes(IOperation change, ISymbol message) => change switch
    {
        IAssignmentOperation { Target: IPropertyReferenceOperation target } => target.AccessPath() is { Length: > 1 } path && SymbolEqualityComparer.Default.Equals(path[0], message),
        IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" or "Remove" or "RemoveAt" or "Clear" or "Insert" or "MergeFrom" } call =>
            call.Instance.AccessPath() is { IsEmpty: false } path && SymbolEqualityComparer.Default.Equals(path[0], message),
        _ => false,
    };
}
