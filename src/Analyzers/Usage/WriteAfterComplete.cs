// GSDK3014: a message written to a request stream that was already completed.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class WriteAfterCompleteRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.WriteAfterComplete,
        "Write before CompleteAsync",
        "'{0}' is already completed: the write throws InvalidOperationException",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "CompleteAsync tells the server that no message follows. A later write on the same stream throws.",
        helpLinkUri: RuleHelp.Link(UsageIds.WriteAfterComplete));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var writer = symbols.Type("Grpc.Core.IClientStreamWriter`1");
        rules.OnCalls(
            operation =>
            {
                var complete = (IInvocationOperation)operation.Operation;
                if (complete.Instance is { } stream && stream.Type.Implements(writer))
                {
                    Analyze(operation, complete, symbols);
                }
            },
            "CompleteAsync");
    }

    private static void Analyze(OperationAnalysisContext context, IInvocationOperation complete, GrpcSymbols symbols)
    {
        var path = complete.Instance.AccessPath();
        if (path.IsEmpty || complete.Consumer() is not IAwaitOperation await || await.Consumer() is not IExpressionStatementOperation { Parent: IBlockOperation block } statement)
        {
            return;
        }

        foreach (var later in block.Operations.SkipWhile(sibling => sibling != statement).Skip(1))
        {
            if (later.DescendantsAndSelf().Any(operation => operation is IAssignmentOperation assignment && assignment.Target.Refers(path[0])))
            {
                return;
            }

            foreach (var write in later.DescendantsAndSelf().OfType<IInvocationOperation>())
            {
                if (symbols.IsStreamWrite(write) && write.EnclosingFunction() == complete.EnclosingFunction() && write.Instance.AccessPath().IsSamePath(path))
                {
                    context.ReportDiagnostic(Diagnostic.Create(Rule, write.Syntax.GetLocation(), write.Instance!.Syntax.ToString()));
                }
            }
        }
    }
}
