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

    private static bool IsForThisMachine(IOperation assignment, INamedTypeSymbol channel)
    {
        for (var parent = assignment.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            if (parent is IInvocationOperation creation && ChannelAddress.IsForAddress(creation, channel))
            {
                return ChannelAddress.Constant(creation.Arguments[0].Value) is { } address && ChannelAddress.IsLoopback(address);
            }
        }

        return false;
    }
}
