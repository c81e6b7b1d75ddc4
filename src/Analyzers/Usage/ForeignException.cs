// GSDK3027 (opt-in): an exception that the caller sees as UNKNOWN.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class ForeignExceptionRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.ForeignException,
        "Throw RpcException from handlers",
        "The caller of {0} sees '{1}' as status UNKNOWN: throw an RpcException with a status that says what to do",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: false,
        description: "ASP.NET Core answers any exception but RpcException with UNKNOWN, which tells the caller neither whether to retry nor what to change.",
        helpLinkUri: RuleHelp.Link(UsageIds.ForeignException));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var cancelled = symbols.Type("System.OperationCanceledException");
        var mentions = symbols.Mentions;
        rules.OnOperations(operation => Analyze(operation, symbols, cancelled, mentions), OperationKind.Throw);
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol? cancelled, SourceMentions mentions)
    {
        var thrown = ((IThrowOperation)context.Operation).Exception?.Unwrap();
        if (thrown is IObjectCreationOperation { Type: { } type } && context.ContainingSymbol is IMethodSymbol handler && symbols.IsHandler(handler) &&
            !type.DerivesFrom(symbols.RpcException) && !type.DerivesFrom(cancelled) && !Exceptions.IsCaught(thrown, type) && !mentions.HasCatchingInterceptor)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, thrown.Syntax.GetLocation(), GrpcSymbols.RpcName(handler), type.Name));
        }
    }
}
