// GSDK3013: waiting for the answer to a stream that was never completed.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class MissingCompleteRule() : UsageRule(Rule)
{
    /// <summary>The property of the diagnostic that names the local that holds the call.</summary>
    public const string Call = "call";

    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.MissingComplete,
        "Complete the request stream before waiting for the end of the call",
        "'{0}.RequestStream' is never completed: a server that reads to the end never answers, and this waits until the deadline",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A server that reads all requests answers when the stream ends. RequestStream.CompleteAsync() ends it; without it both sides wait.",
        helpLinkUri: RuleHelp.Link(UsageIds.MissingComplete));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var clientStream = symbols.Type("Grpc.Core.AsyncClientStreamingCall`2");
        var duplexStream = symbols.Type("Grpc.Core.AsyncDuplexStreamingCall`2");
        rules.OnOperations(operation => Analyze(operation, ((IAwaitOperation)operation.Operation).Operation, clientStream, symbols), OperationKind.Await);
        rules.OnOperations(
            operation =>
            {
                if (operation.Operation is IForEachLoopOperation { IsAsynchronous: true, Collection: var collection } &&
                    collection.DescendantsAndSelf().FirstOrDefault(part => part is IPropertyReferenceOperation { Property.Name: "ResponseStream" }) is { } stream)
                {
                    Analyze(operation, stream, duplexStream, symbols);
                }
            },
            OperationKind.Loop);
    }

    private static void Analyze(OperationAnalysisContext context, IOperation wait, INamedTypeSymbol? callType, GrpcSymbols symbols)
    {
        if (wait.AccessPath() is not [ILocalSymbol call, ..] || !GrpcSymbols.Is(call.Type, callType) || Declaration(wait, call) is not { } declaration || !symbols.IsClient(StartedBy(declaration)))
        {
            return;
        }

        var loop = EndOfLoop(wait, declaration);
        if (context.Operation is IForEachLoopOperation && loop is null)
        {
            return;
        }

        var writes = new List<IOperation>();
        foreach (var reference in wait.Root().References(call))
        {
            switch (reference.Consumer())
            {
                case IPropertyReferenceOperation { Property.Name: "RequestStream" } stream:
                    if (stream.Parent is not IInvocationOperation { TargetMethod.Name: "WriteAsync" } write || loop?.Syntax.Span.Contains(write.Syntax.Span) == true)
                    {
                        return;
                    }

                    writes.Add(write);
                    break;
                case IAwaitOperation or IPropertyReferenceOperation:
                    break;
                case IInvocationOperation invocation when invocation.Instance?.Unwrap() == reference:
                    break;
                default:
                    return;
            }
        }

        if (writes.Count > 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, wait.Syntax.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(Call, call.Name), call.Name));
        }
    }

    private static IVariableDeclaratorOperation? Declaration(IOperation use, ILocalSymbol local) =>
        use.Root().Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local));

    private static INamedTypeSymbol? StartedBy(IVariableDeclaratorOperation declaration) =>
        (declaration.GetVariableInitializer()?.Value.Unwrap() as IInvocationOperation)?.TargetMethod.ContainingType;

    /// <summary>The <c>await foreach</c> of the same function that reads all responses and has no way out but their end.</summary>
    private static IForEachLoopOperation? EndOfLoop(IOperation response, IOperation declarator)
    {
        if (response.EnclosingFunction() != declarator.EnclosingFunction())
        {
            return null;
        }

        for (var parent = response.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            if (parent is IForEachLoopOperation { IsAsynchronous: true } loop)
            {
                return loop.Body.Descendants().Any(operation => operation is IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo } or IReturnOperation or IThrowOperation) ? null : loop;
            }
        }

        return null;
    }
}
