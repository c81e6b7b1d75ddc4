// GSDK3018: a channel made for every call or every turn of a loop, with a new connection each time.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class ChannelPerCallRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.ChannelPerCall,
        "Share channels between calls",
        "A channel is made {0}: every one opens a connection of its own; share one, or use AddGrpcClient",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A channel holds connections and is made to be shared. Made for one call it costs a TCP and a TLS handshake, and with many callers it exhausts ports.",
        helpLinkUri: RuleHelp.Link(UsageIds.ChannelPerCall));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type("Grpc.Net.Client.GrpcChannel") is { } channel)
        {
            rules.OnCalls(operation => Analyze(operation, symbols, channel), "ForAddress");
        }
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol channel)
    {
        var creation = (IInvocationOperation)context.Operation;
        if (!ChannelAddress.IsForAddress(creation, channel) || creation.EnclosingFunction() is IAnonymousFunctionOperation || creation.IsWithin<ICoalesceAssignmentOperation>())
        {
            return;
        }

        if (context.ContainingSymbol is IMethodSymbol handler && symbols.IsServerMethod(handler))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, creation.Syntax.GetLocation(), $"for every call of {GrpcSymbols.RpcName(handler)}"));
        }
        else if (creation.IsWithin<ILoopOperation>() && ChannelAddress.Constant(creation.Arguments[0].Value) is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, creation.Syntax.GetLocation(), "in every turn of a loop, for the same address"));
        }
    }
}
