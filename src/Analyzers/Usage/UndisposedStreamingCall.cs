// GSDK3011: a streaming call that is never disposed keeps its HTTP/2 stream.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class UndisposedStreamingCallRule() : UsageRule(Rule)
{
    /// <summary>Set on the diagnostic when a stream of the call leaves the method, so that the call has to live on.</summary>
    public const string StreamLeaves = "streamLeaves";

    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.UndisposedStreamingCall,
        "Dispose streaming calls",
        "The streaming call '{0}' is never disposed: it keeps its stream on the connection when it ends early",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A streaming call that is left before its end keeps its HTTP/2 stream and the work of the server. Dispose cancels it.",
        helpLinkUri: RuleHelp.Link(UsageIds.UndisposedStreamingCall));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols) =>
        rules.OnOperations(operation => Analyze(operation, symbols), OperationKind.VariableDeclarator);

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (!symbols.IsStreamingCall(declarator.Symbol.Type) || declarator.GetVariableInitializer() is not { Value: var value } || !StartsCalls(value, symbols) ||
            !LocalLifetime.EndsUndisposed(declarator, IsStreamOnly))
        {
            return;
        }

        // Disposed at its end, the method would hand out a stream that is over.
        var leaves = !LocalLifetime.EndsUndisposed(declarator);
        var properties = leaves ? ImmutableDictionary<string, string?>.Empty.Add(StreamLeaves, null) : null;
        context.ReportDiagnostic(Diagnostic.Create(Rule, declarator.Symbol.Locations[0], properties, declarator.Symbol.Name));
    }

    private static bool StartsCalls(IOperation value, GrpcSymbols symbols) =>
        PossibleValues.Of(value).ToArray() is { Length: > 0 } values && Array.TrueForAll(values, start => start is IInvocationOperation call && symbols.IsClient(call.TargetMethod.ContainingType));

    /// <summary>Whoever is given a stream of the call alone cannot dispose the call.</summary>
    private static bool IsStreamOnly(IOperation reference) =>
        reference.Consumer() is IPropertyReferenceOperation { Property.Name: "ResponseStream" or "RequestStream" };
}
