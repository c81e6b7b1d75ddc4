// GSDK3031: a policy for every method that repeats calls which the server may have carried out already.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class RetryOfEverythingRule() : UsageRule(Rule)
{
    private static readonly string[] PerhapsDone = ["Unknown", "Internal", "DeadlineExceeded", "DataLoss", "Cancelled"];

    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.RetryOfEverything,
        "Repeat only idempotent methods",
        "{0} on every method of the channel repeats calls that the server may already have carried out: name the idempotent methods",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "MethodName.Default applies a policy to every method. Only calls that the server never saw, or that are idempotent, may be repeated (gRFC A6).",
        helpLinkUri: RuleHelp.Link(UsageIds.RetryOfEverything));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type("Grpc.Net.Client.Configuration.MethodConfig") is { } config)
        {
            rules.OnOperations(operation => Analyze(operation, symbols, config), OperationKind.ObjectCreation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol config)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Initializer is not { } initializer || !GrpcSymbols.Is(creation.Type, config) || !AppliesToAll(initializer, symbols))
        {
            return;
        }

        foreach (var assignment in initializer.Initializers.OfType<ISimpleAssignmentOperation>())
        {
            switch ((assignment.Target as IPropertyReferenceOperation)?.Property.Name)
            {
                case "HedgingPolicy" when assignment.Value.Unwrap() is IObjectCreationOperation:
                    context.ReportDiagnostic(Diagnostic.Create(Rule, assignment.Target.Syntax.GetLocation(), "Hedging"));
                    break;
                case "RetryPolicy":
                    foreach (var code in assignment.Value.Descendants().OfType<IFieldReferenceOperation>().Where(field => GrpcSymbols.Is(field.Type, symbols.Type("Grpc.Core.StatusCode")) && PerhapsDone.Contains(field.Field.Name)))
                    {
                        context.ReportDiagnostic(Diagnostic.Create(Rule, code.Syntax.GetLocation(), $"Retrying {code.Field.Name}"));
                    }

                    break;
            }
        }
    }

    private static bool AppliesToAll(IOperation initializer, GrpcSymbols symbols) =>
        initializer.Descendants().OfType<IMemberReferenceOperation>().Any(reference =>
            reference.Member is { Name: "Default", IsStatic: true } && symbols.Is(reference.Member.ContainingType, "Grpc.Net.Client.Configuration.MethodName"));
}
