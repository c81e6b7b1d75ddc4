// Fix of GSDK3002: makes the handler async, so that every return awaits its call.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class UnawaitedContinuationFix() : UsageCodeFix(UsageIds.UnawaitedContinuation, "Await the continuation")
{
    protected override bool CanFix(FixTarget target) => Method(target) is { } method && !AsyncMethod.IsAsync(method);

    protected override void Fix(SyntaxEditor editor, FixTarget target) =>
        editor.ReplaceNode(Method(target)!, (current, _) => AsyncMethod.Make((MethodDeclarationSyntax)current));

    private static MethodDeclarationSyntax? Method(FixTarget target) => target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>();
}
