// GSDK4017: a service class that generated registration passes over because it is not marked.
using GrpcSdk.Analyzers.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Registration;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnmarkedServiceAnalyzer() : RegistrationAnalyzer(Descriptor)
{
    private static readonly DiagnosticDescriptor Descriptor = Rule(
        RegistrationIds.UnmarkedService,
        "Mark services that generated code should register",
        "'{0}' implements a service but is not marked [GrpcService], so MapGrpcSdkServices does not map it",
        DiagnosticSeverity.Info,
        "Only marked classes are registered, so that fakes and bases stay out of the server.");

    protected override void Register(CompilationStartAnalysisContext context, GrpcSymbols symbols, INamedTypeSymbol serviceAttribute)
    {
        var mentions = new SourceMentions(context.Compilation);
        context.RegisterSymbolAction(
            action =>
            {
                var type = (INamedTypeSymbol)action.Symbol;
                if (type is { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false, IsGenericType: false }
                    && symbols.ServiceBase(type) is not null
                    && !type.HasAttribute(serviceAttribute)
                    && mentions.Any(MapServices)
                    && !mentions.Any($"MapGrpcService<{type.Name}>"))
                {
                    action.ReportDiagnostic(Diagnostic.Create(Descriptor, type.Locations[0], type.Name));
                }
            },
            SymbolKind.NamedType);
    }
}
