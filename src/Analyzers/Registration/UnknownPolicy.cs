// GSDK4013: a policy that [Authorize] names and nothing adds.
using System.Collections.Concurrent;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Registration;

/// <summary>Silent unless the project adds policies by constant names only: others may come from elsewhere.</summary>
internal sealed class UnknownPolicyRule() : RegistrationRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = Describe(
        RegistrationIds.UnknownPolicy,
        "Name a policy that exists",
        "No policy '{0}' is added: every call fails with an exception in the authorization middleware",
        DiagnosticSeverity.Warning,
        "ASP.NET Core looks a policy up when a call arrives, so a misspelt name is found only then.",
        WellKnownDiagnosticTags.CompilationEnd);

    protected override void Register(RuleRegistry rules, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute)
    {
        if (symbols.Type("Microsoft.AspNetCore.Authorization.AuthorizeAttribute") is not { } authorize
            || symbols.Mentions.Any("IAuthorizationPolicyProvider"))
        {
            return;
        }

        var added = new ConcurrentBag<string?>();
        var named = new ConcurrentBag<(string Policy, AttributeData Attribute)>();
        rules.OnCalls(
            operation =>
            {
                if (AddedPolicy((IInvocationOperation)operation.Operation) is var (isPolicy, name) && isPolicy)
                {
                    added.Add(name);
                }
            },
            "AddPolicy",
            "AddDefaultPolicy",
            "AddFallbackPolicy");
        rules.Start.RegisterSymbolAction(action => Collect(action.Symbol, serviceAttribute, authorize, named), SymbolKind.NamedType, SymbolKind.Method);
        rules.Start.RegisterCompilationEndAction(end => Report(end, added, named));
    }

    private static void Collect(
        ISymbol symbol,
        INamedTypeSymbol serviceAttribute,
        INamedTypeSymbol authorize,
        ConcurrentBag<(string Policy, AttributeData Attribute)> named)
    {
        if ((symbol as INamedTypeSymbol ?? symbol.ContainingType)?.HasAttribute(serviceAttribute) is not true)
        {
            return;
        }

        foreach (var attribute in symbol.GetAttributes().Where(attribute => GrpcSymbols.Is(attribute.AttributeClass, authorize)))
        {
            var policy = attribute.ConstructorArguments.FirstOrDefault().Value
                ?? attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Policy").Value.Value;
            if (policy is string name)
            {
                named.Add((name, attribute));
            }
        }
    }

    private static void Report(CompilationAnalysisContext context, ConcurrentBag<string?> added, ConcurrentBag<(string Policy, AttributeData Attribute)> named)
    {
        if (added.IsEmpty || added.Contains(null))
        {
            return;
        }

        foreach (var (policy, attribute) in named)
        {
            // Policy names are compared without regard to case, as AuthorizationOptions does.
            if (!added.Contains(policy, StringComparer.OrdinalIgnoreCase) && attribute.ApplicationSyntaxReference is { } place)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, Location.Create(place.SyntaxTree, place.Span), policy));
            }
        }
    }

    private static (bool IsPolicy, string? Name) AddedPolicy(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.Name is not ("AddPolicy" or "AddDefaultPolicy" or "AddFallbackPolicy")
            || method.ContainingNamespace?.ToDisplayString() is not ("Microsoft.AspNetCore.Authorization" or "Microsoft.Extensions.DependencyInjection"))
        {
            return (false, null);
        }

        var name = call.Arguments.FirstOrDefault(argument => argument.Parameter is { Name: "name", Type.SpecialType: SpecialType.System_String });
        return (true, name?.Value.ConstantValue is { HasValue: true, Value: string text } ? text : null);
    }
}
