// GSDK3013: waiting for the answer to a stream that was never completed.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MissingCompleteAnalyzer() : UsageAnalyzer(Rule)
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

    protected override void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols)
    {
        var clientStream = symbols.Type("Grpc.Core.AsyncClientStreamingCall`2");
        var duplexStream = symbols.Type("Grpc.Core.AsyncDuplexStreamingCall`2");
        context.RegisterOperationAction(
            operation =>
            {
                var declarator = (IVariableDeclaratorOperation)operation.Operation;
                var isClientStream = GrpcSymbols.Is(declarator.Symbol.Type, clientStream);
                if ((isClientStream || GrpcSymbols.Is(declarator.Symbol.Type, duplexStream)) && declarator.GetVariableInitializer()?.Value.Unwrap() is IInvocationOperation call && symbols.IsClient(call.TargetMethod.ContainingType))
                {
                    Analyze(operation, declarator, isClientStream);
                }
            },
            OperationKind.VariableDeclarator);
    }

    private static void Analyze(OperationAnalysisContext context, IVariableDeclaratorOperation declarator, bool isClientStream)
    {
        var local = declarator.Symbol;
        IOperation? wait = null;
        var writes = new List<IOperation>();
        foreach (var reference in declarator.Root().References(local))
        {
            switch (reference.Consumer())
            {
                case IAwaitOperation:
                    wait ??= reference;
                    break;
                case IPropertyReferenceOperation { Property.Name: "RequestStream" } stream:
                    if (stream.Parent is not IInvocationOperation { TargetMethod.Name: "WriteAsync" } write)
                    {
                        return;
                    }

                    writes.Add(write);
                    break;
                case IPropertyReferenceOperation { Property.Name: "ResponseAsync" or "ResponseStream" } response:
                    if (isClientStream ? response.Consumer() is IAwaitOperation : EndOfLoop(response, declarator) is not null)
                    {
                        wait ??= response;
                    }

                    break;
                case IInvocationOperation call when call.Instance?.Unwrap() == reference:
                    break;
                case IPropertyReferenceOperation:
                    break;
                default:
                    return;
            }
        }

        if (wait is not null && writes.Count > 0 && (isClientStream || !writes.Any(write => EndOfLoop(wait, declarator)!.Syntax.Span.Contains(write.Syntax.Span))))
        {
            var properties = System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add(Call, local.Name);
            context.ReportDiagnostic(Diagnostic.Create(Rule, wait.Syntax.GetLocation(), properties, local.Name));
        }
    }

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
