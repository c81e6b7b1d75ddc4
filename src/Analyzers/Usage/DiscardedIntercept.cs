// GSDK3006: Intercept returns a new invoker; thrown away, nothing is intercepted.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class DiscardedInterceptRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.DiscardedIntercept,
        "Use the invoker that Intercept returns",
        "Intercept does not change '{0}': it returns a new invoker, which is thrown away here",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Channels and invokers are immutable. Intercept returns an invoker that runs the interceptor; clients made from the channel itself do not.",
        helpLinkUri: RuleHelp.Link(UsageIds.DiscardedIntercept));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var onChannel = symbols.Type("Grpc.Core.Interceptors.ChannelExtensions");
        var onInvoker = symbols.Type("Grpc.Core.Interceptors.CallInvokerExtensions");
        rules.OnCalls(
            operation =>
            {
                var invocation = (IInvocationOperation)operation.Operation;
                var type = invocation.TargetMethod.ContainingType;
                if ((GrpcSymbols.Is(type, onChannel) || GrpcSymbols.Is(type, onInvoker)) && invocation.IsDiscarded() && invocation.Arguments.FirstOrDefault()?.Value is { } receiver)
                {
                    operation.ReportDiagnostic(Diagnostic.Create(Rule, invocation.Syntax.GetLocation(), receiver.Syntax.ToString()));
                }
            },
            "Intercept");
    }
}
