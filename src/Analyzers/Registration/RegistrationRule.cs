// What all registration rules have in common: they run only where the runtime of generated registration is referenced.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Analyzers.Registration;

/// <summary>One rule about generated registration.</summary>
internal abstract class RegistrationRule(DiagnosticDescriptor descriptor) : UsageRule(descriptor)
{
    protected const string ServiceAttribute = "GrpcSdk.GrpcServiceAttribute";
    protected const string InterceptorAttribute = "GrpcSdk.GrpcInterceptorAttribute`1";
    protected const string AddServices = "AddGrpcSdkServices";
    protected const string MapServices = "MapGrpcSdkServices";

    public sealed override void Register(RuleRegistry rules, GrpcSymbols symbols)
    {
        if (symbols.Type(ServiceAttribute) is { } service)
        {
            Register(rules, symbols, service);
        }
    }

    protected abstract void Register(RuleRegistry rules, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute);

    protected static DiagnosticDescriptor Describe(string id, string title, string message, DiagnosticSeverity severity, string description, params string[] customTags) => new(
        id, title, message, "GrpcSdk.Registration", severity, isEnabledByDefault: true, description, RuleHelp.Link(id), customTags);

    /// <summary>The name of the called method where it stands, without what it is called on.</summary>
    protected static Location NameOf(SyntaxNode invocation) =>
        (invocation is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax { Expression: Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access }
            ? access.Name
            : invocation).GetLocation();
}
