// GSDK3019: a channel that ends with its method but is never disposed.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class UndisposedChannelRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.UndisposedChannel,
        "Dispose channels",
        "The channel '{0}' is never disposed: it keeps its connections open",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A channel keeps its connections until it is disposed. A local channel that only this method uses should end with it.",
        helpLinkUri: RuleHelp.Link(UsageIds.UndisposedChannel));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type("Grpc.Net.Client.GrpcChannel") is { } channel)
        {
            rules.OnOperations(operation => Analyze(operation, symbols, channel), OperationKind.VariableDeclarator);
        }
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol channel)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (declarator.GetVariableInitializer()?.Value.Unwrap() is IInvocationOperation creation && ChannelAddress.IsForAddress(creation, channel) &&
            LocalLifetime.EndsUndisposed(declarator, reference => MakesLocalClient(reference, symbols)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, declarator.Symbol.Locations[0], declarator.Symbol.Name));
        }
    }

    /// <summary>The channel goes into a client, or an invoker for one, that does not leave the method either.</summary>
    private static bool MakesLocalClient(IOperation reference, GrpcSymbols symbols)
    {
        if (reference.Consumer() is not IArgumentOperation argument)
        {
            return false;
        }

        switch (argument.Parent)
        {
            case IObjectCreationOperation client when symbols.IsClient(client.Type):
                return IsCalledOnly(client);
            case IInvocationOperation { TargetMethod: { Name: "Intercept", IsExtensionMethod: true } } intercept when argument == intercept.Arguments[0]:
                return intercept.Consumer() is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation invoker }
                    ? intercept.Root().References(invoker.Symbol).All(use => !use.MayRunLater(invoker) && MakesLocalClient(use, symbols))
                    : MakesLocalClient(intercept, symbols);
            default:
                return false;
        }
    }

    private static bool IsCalledOnly(IOperation client) => client.Consumer() switch
    {
        IInvocationOperation call => call.Instance?.Unwrap() == client,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } =>
            client.Root().References(declarator.Symbol).All(use => !use.MayRunLater(declarator) && use.Consumer() is IInvocationOperation call && call.Instance?.Unwrap() == use),
        _ => false,
    };
}
