// GSDK3028 (opt-in): a service that does not say who may call it.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class NoAuthorizationRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.NoAuthorization,
        "Say who may call a service",
        "'{0}' has neither [Authorize] nor [AllowAnonymous]: everyone may call it, and nobody can tell whether that is meant",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: false,
        description: "Without an attribute, an endpoint is open. [AllowAnonymous] says that this is meant.",
        helpLinkUri: RuleHelp.Link(UsageIds.NoAuthorization));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type("Microsoft.AspNetCore.Authorization.IAuthorizeData") is { } authorize && symbols.Type("Microsoft.AspNetCore.Authorization.IAllowAnonymous") is { } anonymous)
        {
            var mentions = symbols.Mentions;
            rules.OnTypes(symbol => Analyze(symbol, symbols, authorize, anonymous, mentions));
        }
    }

    private static void Analyze(SymbolAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol authorize, INamedTypeSymbol anonymous, SourceMentions mentions)
    {
        var service = (INamedTypeSymbol)context.Symbol;
        if (service is not { TypeKind: TypeKind.Class, IsAbstract: false } || symbols.ServiceBase(service) is null || service.SelfAndBases().Any(IsDecided))
        {
            return;
        }

        var handlers = service.GetMembers().OfType<IMethodSymbol>().Where(symbols.IsHandler).ToArray();
        if ((handlers.Length == 0 || !handlers.All(IsDecided)) && !mentions.Any("RequireAuthorization", "FallbackPolicy"))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, service.Locations[0], service.Name));
        }

        bool IsDecided(ISymbol symbol) => symbol.HasAttribute(authorize) || symbol.HasAttribute(anonymous);
    }
}
