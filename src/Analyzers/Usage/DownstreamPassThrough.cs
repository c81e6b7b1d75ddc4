// GSDK3023: the status of a dependency that becomes the status of the own call.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class DownstreamPassThroughRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.DownstreamPassThrough,
        "Decide what the failure of a dependency means",
        "An RpcException of '{0}' escapes {1}: its status, detail and trailers reach the caller as if they were this service's own",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "An RpcException that leaves a handler is sent as it is. The NOT_FOUND or UNAUTHENTICATED of a dependency then looks like an answer to the caller's own request.",
        helpLinkUri: RuleHelp.Link(UsageIds.DownstreamPassThrough));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var mentions = symbols.Mentions;
        rules.OnClientCalls(operation => Analyze(operation, symbols, mentions));
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, SourceMentions mentions)
    {
        var call = (IInvocationOperation)context.Operation;
        if (context.ContainingSymbol is IMethodSymbol handler && symbols.IsHandler(handler) && symbols.IsClientCall(call.TargetMethod) && !symbols.IsStreamingCall(call.Type) &&
            Throws(call) && !Exceptions.IsCaught(call, symbols.RpcException) && !mentions.HasCatchingInterceptor)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), call.TargetMethod.Name, GrpcSymbols.RpcName(handler)));
        }
    }

    /// <summary>The exception comes up here: the call blocks, or it is awaited at once. What a task wraps in an AggregateException is none of RpcException.</summary>
    private static bool Throws(IInvocationOperation call) => call.Type?.Name != "AsyncUnaryCall" || IsAwaited(call);

    private static bool IsAwaited(IOperation call) => call.Consumer() switch
    {
        IAwaitOperation => true,
        IPropertyReferenceOperation { Property.Name: "ResponseAsync" } response => IsAwaited(response) || response.Consumer() is IReturnOperation,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured => IsAwaited(configured),
        _ => false,
    };
}
