// Fix of GSDK3028: the secure default.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class NoAuthorizationFix() : UsageCodeFix(UsageIds.NoAuthorization, "Add [Authorize]")
{
    protected override bool CanFix(FixTarget target) => target.Node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not null && Attribute(target) is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        editor.AddAttribute(target.Node.FirstAncestorOrSelf<ClassDeclarationSyntax>()!, editor.Generator.Attribute("Authorize"));
        editor.Import(target, Attribute(target)!);
    }

    private static INamedTypeSymbol? Attribute(FixTarget target) => target.Model.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Authorization.AuthorizeAttribute");
}
