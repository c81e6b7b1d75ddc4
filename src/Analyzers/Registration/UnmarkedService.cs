// GSDK4017: a service class that generated registration passes over because it is not marked.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Registration;

internal sealed class UnmarkedServiceRule() : RegistrationRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = Describe(
        RegistrationIds.UnmarkedService,
        "Mark services that generated code should register",
        "'{0}' implements a service but is not marked [GrpcService], so MapGrpcSdkServices does not map it",
        DiagnosticSeverity.Info,
        "Only marked classes are registered, so that fakes and bases stay out of the server.");

    protected override void Register(RuleRegistry rules, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute)
    {
        var mentions = symbols.Mentions;
        rules.OnTypes(
            action =>
            {
                var type = (INamedTypeSymbol)action.Symbol;
                if (type is { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false, IsGenericType: false }
                    && symbols.ServiceBase(type) is not null
                    && !type.HasAttribute(serviceAttribute)
                    && mentions.Any(MapServices)
                    && !mentions.MapsByHand(type.Name))
                {
                    action.ReportDiagnostic(Diagnostic.Create(Rule, type.Locations[0], type.Name));
                }
            });
    }
}
