// GSDK3020: the address of a service as a constant in the code.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class HardCodedAddressRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.HardCodedAddress,
        "Take addresses from configuration",
        "The address '{0}' is part of the code: another environment needs another build",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "An address differs between environments. Take it from configuration, or give the service a name that DNS or service discovery resolves.",
        helpLinkUri: RuleHelp.Link(UsageIds.HardCodedAddress));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type("Grpc.Net.Client.GrpcChannel") is { } channel)
        {
            rules.OnCalls(operation => AnalyzeChannel(operation, channel), "ForAddress");
        }

        if (symbols.Type("Grpc.Net.ClientFactory.GrpcClientFactoryOptions") is { } options)
        {
            rules.OnOperations(operation => AnalyzeFactory(operation, options), OperationKind.SimpleAssignment);
        }
    }

    private static void AnalyzeChannel(OperationAnalysisContext context, INamedTypeSymbol channel)
    {
        var creation = (IInvocationOperation)context.Operation;
        if (ChannelAddress.IsForAddress(creation, channel) && !HasHandler(creation))
        {
            Report(context, creation.Arguments[0].Value);
        }
    }

    private static void AnalyzeFactory(OperationAnalysisContext context, INamedTypeSymbol options)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is IPropertyReferenceOperation { Property: { Name: "Address" } property } && GrpcSymbols.Is(property.ContainingType, options))
        {
            Report(context, assignment.Value);
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation address)
    {
        if (ChannelAddress.ConstantOperation(address) is { } constant && constant.ConstantValue.Value is string text && ChannelAddress.NamesEnvironment(text) && !constant.IsConditional() && !address.IsConditional())
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, constant.Syntax.GetLocation(), text));
        }
    }

    /// <summary>With a handler of its own (a test server, a Unix socket) the address is only a name.</summary>
    private static bool HasHandler(IInvocationOperation creation) =>
        creation.Arguments.Length > 1 && (creation.Arguments[1].Value.InitialValue() is not IObjectCreationOperation options ||
            options.Descendants().OfType<ISimpleAssignmentOperation>().Any(assignment => assignment.Target is IPropertyReferenceOperation { Property.Name: "HttpHandler" or "HttpClient" }));
}
