// GSDK3021: credentials that are dropped, or sent in clear, outside of development.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class InsecureCredentialsRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.InsecureCredentials,
        "Use insecure channels in development only",
        "{0} outside of development",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "An insecure channel drops call credentials silently, or sends them in clear when it is told to. Guard it with IsDevelopment(), or use it towards this machine only.",
        helpLinkUri: RuleHelp.Link(UsageIds.InsecureCredentials));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var options = symbols.Type("Grpc.Net.Client.GrpcChannelOptions");
        var credentials = symbols.Type("Grpc.Core.ChannelCredentials");
        var channel = symbols.Type("Grpc.Net.Client.GrpcChannel");
        if (options is null || credentials is null || channel is null)
        {
            return;
        }

        rules.OnOperations(operation => Analyze(operation, options, credentials, channel), OperationKind.SimpleAssignment);
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol options, INamedTypeSymbol credentials, INamedTypeSymbol channel)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: var property } || !GrpcSymbols.Is(property.ContainingType, options))
        {
            return;
        }

        var problem = property.Name switch
        {
            "UnsafeUseInsecureChannelCallCredentials" when assignment.Value.Unwrap().ConstantValue is { HasValue: true, Value: true } =>
                "UnsafeUseInsecureChannelCallCredentials sends call credentials in clear",
            "Credentials" when IsInsecure(assignment.Value, credentials) => "ChannelCredentials.Insecure sends everything in clear and drops call credentials",
            _ => null,
        };
        if (problem is not null && !assignment.IsConditional() && !IsForThisMachine(assignment, channel))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, assignment.Syntax.GetLocation(), problem));
        }
    }

    private static bool IsInsecure(IOperation value, INamedTypeSymbol credentials) =>
        value.InitialValue() is IPropertyReferenceOperation { Property: { Name: "Insecure", IsStatic: true } property } && GrpcSymbols.Is(property.ContainingType, credentials);

    /// <summary>Every address that the options go to is one of this machine.</summary>
    private static bool IsForThisMachine(ISimpleAssignmentOperation assignment, INamedTypeSymbol channel)
    {
        var addresses = Addresses(assignment, channel).ToArray();
        return addresses.Length > 0 && Array.TrueForAll(addresses, ChannelAddress.IsLoopback);
    }

    private static IEnumerable<IOperation> Addresses(ISimpleAssignmentOperation assignment, INamedTypeSymbol channel)
    {
        for (var parent = assignment.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            if (parent is IInvocationOperation creation && ChannelAddress.IsForAddress(creation, channel))
            {
                return [creation.Arguments[0].Value];
            }
        }

        return Holder(assignment) is { } options ? AddressesOf(assignment.Root(), options, channel) : AddressesOfFactory(assignment);
    }

    /// <summary>The local that holds the options.</summary>
    private static ILocalSymbol? Holder(ISimpleAssignmentOperation assignment) => assignment switch
    {
        { Target: IPropertyReferenceOperation { Instance: ILocalReferenceOperation { Local: var local } } } => local,
        { Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation } } => creation.Consumer() switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => local,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } => local,
            _ => null,
        },
        _ => null,
    };

    /// <summary>The addresses of the channels that are made with the options.</summary>
    private static IEnumerable<IOperation> AddressesOf(IOperation root, ILocalSymbol options, INamedTypeSymbol channel) =>
        from reference in root.References(options)
        where reference.Consumer() is IArgumentOperation
        select reference.Consumer() is IArgumentOperation { Parent: IInvocationOperation creation } && ChannelAddress.IsForAddress(creation, channel) ? creation.Arguments[0].Value : reference;

    /// <summary>The <c>Address</c> of the client factory that the same statement configures.</summary>
    private static IEnumerable<IOperation> AddressesOfFactory(IOperation assignment)
    {
        var statement = assignment.Ancestors().LastOrDefault(parent => parent.Parent is IBlockOperation && parent.DescendantsAndSelf().Any(part => part is IInvocationOperation { TargetMethod.Name: "AddGrpcClient" }));
        return statement is null ? [] :
            from part in statement.Descendants().OfType<ISimpleAssignmentOperation>()
            where part.Target is IPropertyReferenceOperation { Property: { Name: "Address", ContainingType.Name: "GrpcClientFactoryOptions" } }
            select part.Value;
    }
}
