// Fix of GSDK4017: marks the class with [GrpcService].
using System.Composition;
using GrpcSdk.Analyzers.Registration;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace GrpcSdk.CodeFixes.Registration;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class UnmarkedServiceFix() : UsageCodeFix(RegistrationIds.UnmarkedService, "Add [GrpcService]")
{
    protected override bool CanFix(FixTarget target) => target.Node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not null;

    protected override void Fix(SyntaxEditor editor, FixTarget target)
    {
        var attribute = editor.Generator.Attribute("GrpcSdk.GrpcService").WithAdditionalAnnotations(Simplifier.AddImportsAnnotation, Simplifier.Annotation);
        editor.AddAttribute(target.Node.FirstAncestorOrSelf<ClassDeclarationSyntax>()!, attribute);
    }
}
