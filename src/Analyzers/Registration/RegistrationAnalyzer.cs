// What all registration rules have in common: they run only where the runtime of generated registration is referenced.
using GrpcSdk.Analyzers.Common;
using GrpcSdk.Analyzers.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Registration;

/// <summary>One rule about generated registration, off with the MSBuild property <c>GrpcSdkRegistration</c> set to <c>false</c>.</summary>
internal abstract class RegistrationAnalyzer(DiagnosticDescriptor rule) : UsageAnalyzer(rule, "build_property.GrpcSdkRegistration")
{
    protected const string ServiceAttribute = "GrpcSdk.GrpcServiceAttribute";
    protected const string InterceptorAttribute = "GrpcSdk.GrpcInterceptorAttribute`1";
    protected const string AddServices = "AddGrpcSdkServices";
    protected const string MapServices = "MapGrpcSdkServices";

    protected sealed override void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols)
    {
        if (symbols.Type(ServiceAttribute) is { } service)
        {
            Register(context, symbols, service);
        }
    }

    protected abstract void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute);

    protected static DiagnosticDescriptor Rule(string id, string title, string message, DiagnosticSeverity severity, string description, params string[] customTags) => new(
        id, title, message, "GrpcSdk.Registration", severity, isEnabledByDefault: true, description, RuleHelp.Link(id), customTags);

    /// <summary>The name of the called method where it stands, without what it is called on.</summary>
    protected static Location NameOf(SyntaxNode invocation) =>
        (invocation is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax { Expression: Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access }
            ? access.Name
            : invocation).GetLocation();
}
