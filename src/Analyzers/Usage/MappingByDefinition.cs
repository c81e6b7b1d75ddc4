// GSDK3003: a service mapped by its definition, where ASP.NET Core never sees the [Authorize] of its class.
using System.Collections.Immutable;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class MappingByDefinitionRule() : UsageRule(Rule)
{
    /// <summary>The property of the diagnostic that names the class, when nothing but the class is mapped.</summary>
    public const string Service = "service";

    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.MappingByDefinition,
        "Map a service with [Authorize] by its type",
        "'{0}' is mapped by its definition, so its [Authorize] attributes are ignored: map it with MapGrpcService<{0}>()",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A ServerServiceDefinition holds delegates, not the class. Attributes of the class and its methods, [Authorize] among them, do not become endpoint metadata.",
        helpLinkUri: RuleHelp.Link(UsageIds.MappingByDefinition));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        var extensions = symbols.Type("Microsoft.AspNetCore.Builder.GrpcEndpointRouteBuilderExtensions");
        var authorize = symbols.Type("Microsoft.AspNetCore.Authorization.IAuthorizeData");
        if (extensions is not null && authorize is not null)
        {
            rules.OnCalls(operation => Analyze(operation, symbols, extensions, authorize), "MapGrpcService");
        }
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol extensions, INamedTypeSymbol authorize)
    {
        var mapping = (IInvocationOperation)context.Operation;
        if (mapping.TargetMethod is not { Name: "MapGrpcService", IsGenericMethod: false } method || !GrpcSymbols.Is(method.ContainingType, extensions))
        {
            return;
        }

        var definition = mapping.Arguments.Last().Value.InitialValue();
        if (BoundService(definition, symbols) is { } service && RequiresAuthorization(service, symbols, authorize))
        {
            var isIntercepted = definition.DescendantsAndSelf().Any(operation => operation is IInvocationOperation { TargetMethod.Name: "Intercept" });
            var properties = ImmutableDictionary<string, string?>.Empty;
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                mapping.Syntax.GetLocation(),
                isIntercepted ? properties : properties.Add(Service, service.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)),
                service.Name));
        }
    }

    /// <summary>The class of the instance that is given to the generated <c>BindService</c>.</summary>
    private static INamedTypeSymbol? BoundService(IOperation definition, GrpcSymbols symbols)
    {
        foreach (var call in definition.DescendantsAndSelf().OfType<IInvocationOperation>())
        {
            if (call.TargetMethod is { IsStatic: true, Name: "BindService", Parameters: [var parameter] } && parameter.Type.HasAttribute(symbols.BindServiceMethod))
            {
                return call.Arguments[0].Value.InitialValue().Type as INamedTypeSymbol;
            }
        }

        return null;
    }

    private static bool RequiresAuthorization(INamedTypeSymbol service, GrpcSymbols symbols, INamedTypeSymbol authorize) =>
        service.SelfAndBases()
            .TakeWhile(type => !type.HasAttribute(symbols.BindServiceMethod))
            .Any(type => type.HasAttribute(authorize) || type.GetMembers().Any(member => member.HasAttribute(authorize)));
}
