// Fix of GSDK3013: completes the request stream before the wait.
using System.Composition;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Usage;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class MissingCompleteFix() : UsageCodeFix(UsageIds.MissingComplete, "Complete the request stream")
{
    protected override bool CanFix(FixTarget target) => target.Node.FirstAncestorOrSelf<StatementSyntax>() is { } statement && statement.IsInList();

    protected override void Fix(SyntaxEditor editor, FixTarget target) => editor.InsertStatementBefore(
        target.Node.FirstAncestorOrSelf<StatementSyntax>()!,
        $"await {target.Diagnostic.Properties[MissingCompleteRule.Call]}.RequestStream.CompleteAsync();");
}
