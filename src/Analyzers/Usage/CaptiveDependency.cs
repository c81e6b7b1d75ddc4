// GSDK3008: a client interceptor that lives as long as its channel but is made from scoped services.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GrpcSdk.Analyzers.Usage;

internal sealed class CaptiveDependencyRule() : UsageRule(Rule)
{
    private static readonly DiagnosticDescriptor Rule = new(
        UsageIds.CaptiveDependency,
        "An interceptor with scoped services needs InterceptorScope.Client",
        "'{0}' is made once per channel, but {1} is scoped: register it with InterceptorScope.Client",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "AddInterceptor<T>() makes one interceptor for the channel, which all scopes share. A scoped service that it takes is then shared by all scopes too.",
        helpLinkUri: RuleHelp.Link(UsageIds.CaptiveDependency));

    public override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type("Microsoft.Extensions.DependencyInjection.GrpcHttpClientBuilderExtensions") is { } extensions &&
            symbols.Type("Microsoft.Extensions.DependencyInjection.IServiceCollection") is { } services)
        {
            rules.OnCalls(operation => Analyze(operation, symbols, extensions, services), "AddInterceptor");
        }
    }

    private static void Analyze(OperationAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol extensions, INamedTypeSymbol services)
    {
        var registration = (IInvocationOperation)context.Operation;
        var method = registration.TargetMethod;
        if (method is not { Name: "AddInterceptor", IsGenericMethod: true } || !GrpcSymbols.Is(method.ContainingType, extensions) ||
            method.Parameters.Any(parameter => symbols.Is(parameter.Type, "Grpc.Net.ClientFactory.InterceptorScope")) ||
            method.TypeArguments[0] is not INamedTypeSymbol interceptor)
        {
            return;
        }

        var scoped = new HashSet<ITypeSymbol>(ScopedServices(registration.Root(), services), SymbolEqualityComparer.Default);
        var database = symbols.Type("Microsoft.EntityFrameworkCore.DbContext");
        var captive = interceptor.InstanceConstructors
            .SelectMany(constructor => constructor.Parameters)
            .Select(parameter => parameter.Type)
            .FirstOrDefault(type => scoped.Contains(type) || type.DerivesFrom(database));
        if (captive is not null || scoped.Contains(interceptor))
        {
            var reason = captive is null ? "it" : $"'{captive.Name}'";
            context.ReportDiagnostic(Diagnostic.Create(Rule, Name(registration.Syntax).GetLocation(), interceptor.Name, reason));
        }
    }

    /// <summary>The service types that the member registers with <c>AddScoped</c> or <c>TryAddScoped</c>.</summary>
    private static IEnumerable<ITypeSymbol> ScopedServices(IOperation root, INamedTypeSymbol services)
    {
        foreach (var call in root.Descendants().OfType<IInvocationOperation>())
        {
            var method = call.TargetMethod;
            if (method.Name is not ("AddScoped" or "TryAddScoped") || !method.IsExtensionMethod || !SymbolEqualityComparer.Default.Equals((method.ReducedFrom ?? method).Parameters[0].Type, services))
            {
                continue;
            }

            if (method.TypeArguments.Length > 0)
            {
                yield return method.TypeArguments[0];
            }
            else if (call.Arguments.Select(argument => argument.Value.Unwrap()).OfType<ITypeOfOperation>().FirstOrDefault() is { } named)
            {
                yield return named.TypeOperand;
            }
        }
    }

    /// <summary><c>AddInterceptor&lt;T&gt;</c> without what it is chained to.</summary>
    private static SyntaxNode Name(SyntaxNode invocation) =>
        invocation is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax { Expression: Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access } ? access.Name : invocation;
}
