// GSDK3026 (opt-in): a unary call that waits for ever.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class NoDeadlineRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.NoDeadline,
        "Give every unary call a deadline",
        "'{0}' has no deadline: when the server hangs, so does this call",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: false,
        description: "gRPC has no default deadline. A call without one waits as long as the connection lives.",
        helpLinkUri: RuleHelp.Link(UsageIds.NoDeadline));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var mentions = symbols.Mentions;
        rules.OnClientCalls(operation => Analyze(operation, symbols, mentions));
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, SourceMentions mentions)
    {
        var call = (IInvocationOperation)context.Operation;
        var isUnary = symbols.Is(call.Type, "Grpc.Core.AsyncUnaryCall`1") || call.Type.Implements(symbols.Type("Google.Protobuf.IMessage"));
        if (!isUnary || !symbols.IsClientCall(call.TargetMethod) || HasDeadline(call, symbols) || IsIntercepted(call, symbols))
        {
            return;
        }

        var inHandler = context.ContainingSymbol is IMethodSymbol method && symbols.IsServerMethod(method);
        if (!(inHandler && mentions.Any("EnableCallContextPropagation")))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, call.Syntax.GetLocation(), call.TargetMethod.Name));
        }
    }

    private static bool HasDeadline(IInvocationOperation call, GrpcSymbols symbols)
    {
        foreach (var argument in call.Arguments)
        {
            if (GrpcSymbols.Is(argument.Parameter?.Type, symbols.CallOptions))
            {
                return argument.Value.InitialValue() is not IObjectCreationOperation options || options.Arguments.Any(IsDeadline);
            }

            if (IsDeadline(argument))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDeadline(IArgumentOperation argument) =>
        argument.IsExplicit() && argument.Parameter?.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } type && type.TypeArguments[0].SpecialType == SpecialType.System_DateTime;

    /// <summary>A client over an invoker of its own, whose interceptors may set the deadline.</summary>
    private static bool IsIntercepted(IInvocationOperation call, GrpcSymbols symbols) =>
        call.Instance?.InitialValue() is IObjectCreationOperation { Arguments: [var invoker] } && symbols.Is(invoker.Parameter?.Type, "Grpc.Core.CallInvoker");
}
