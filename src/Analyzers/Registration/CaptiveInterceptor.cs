// GSDK4015: an interceptor that lives as long as the server but is made from scoped services.
using System.Collections.Concurrent;
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Registration;

internal sealed class CaptiveInterceptorRule() : RegistrationRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = Describe(
        RegistrationIds.CaptiveInterceptor,
        "An interceptor with scoped services needs Lifetime = ServiceLifetime.Scoped",
        "'{0}' is a singleton, but '{1}' is scoped: set Lifetime = ServiceLifetime.Scoped",
        DiagnosticSeverity.Warning,
        "A singleton keeps the scoped service of the first call and shares it with all others.",
        WellKnownDiagnosticTags.CompilationEnd);

    protected override void Register(RuleRegistry rules, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute)
    {
        if (symbols.Type(InterceptorAttribute) is not { } declaration
            || symbols.Type("Microsoft.Extensions.DependencyInjection.IServiceCollection") is not { } services)
        {
            return;
        }

        var scoped = new ConcurrentDictionary<ITypeSymbol, bool>(SymbolEqualityComparer.Default);
        var declared = new ConcurrentBag<AttributeData>();
        rules.OnCalls(
            operation =>
            {
                if (ScopedService((IInvocationOperation)operation.Operation, services) is { } service)
                {
                    scoped[service] = true;
                }
            },
            "AddScoped",
            "TryAddScoped");
        rules.Start.RegisterSymbolAction(action => Collect(action.Symbol, declaration, declared), SymbolKind.NamedType, SymbolKind.Method);
        rules.Start.RegisterCompilationEndAction(end =>
        {
            Collect(end.Compilation.Assembly, declaration, declared);
            var database = symbols.Type("Microsoft.EntityFrameworkCore.DbContext");
            foreach (var attribute in declared)
            {
                Report(end, attribute, type => scoped.ContainsKey(type) || type.DerivesFrom(database));
            }
        });
    }

    private static void Collect(ISymbol symbol, INamedTypeSymbol declaration, ConcurrentBag<AttributeData> declared)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (GrpcSymbols.Is(attribute.AttributeClass, declaration) && !HasOtherLifetime(attribute))
            {
                declared.Add(attribute);
            }
        }
    }

    private static bool HasOtherLifetime(AttributeData attribute) =>
        attribute.NamedArguments.Any(argument => argument is { Key: "Lifetime", Value.Value: not 0 });

    private static void Report(CompilationAnalysisContext context, AttributeData attribute, Func<ITypeSymbol, bool> isScoped)
    {
        if (attribute.AttributeClass?.TypeArguments is not [INamedTypeSymbol interceptor]
            || attribute.ApplicationSyntaxReference is not { } place)
        {
            return;
        }

        var captive = interceptor.InstanceConstructors.SelectMany(constructor => constructor.Parameters).Select(parameter => parameter.Type).FirstOrDefault(isScoped);
        if (captive is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule, Location.Create(place.SyntaxTree, place.Span), interceptor.Name, captive.Name));
        }
    }

    private static ITypeSymbol? ScopedService(IInvocationOperation call, INamedTypeSymbol services)
    {
        var method = call.TargetMethod;
        if (!method.IsExtensionMethod
            || !SymbolEqualityComparer.Default.Equals((method.ReducedFrom ?? method).Parameters[0].Type, services))
        {
            return null;
        }

        return method.TypeArguments.FirstOrDefault()
            ?? call.Arguments.Select(argument => argument.Value.Unwrap()).OfType<ITypeOfOperation>().FirstOrDefault()?.TypeOperand;
    }
}
