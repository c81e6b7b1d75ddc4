// What all fixes of usage rules have in common: one title, one edit per diagnostic, and FixAll over document, project and solution.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace GrpcSdk.CodeFixes.Common;

/// <summary>Fixes every diagnostic of one rule with edits on one syntax editor, so that FixAll never has to merge texts.</summary>
internal abstract class UsageCodeFix(string id, string title) : CodeFixProvider
{
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(id);

    public sealed override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(async (context, document, diagnostics) =>
            await ApplyAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            var target = await TargetAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            if (target is not null && CanFix(target))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(title, cancellation => ApplyAsync(context.Document, ImmutableArray.Create(diagnostic), cancellation), equivalenceKey: GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>Whether there is a safe edit for the reported node.</summary>
    protected virtual bool CanFix(FixTarget target) => true;

    /// <summary>Edits what has to change for one reported node.</summary>
    protected abstract void Fix(SyntaxEditor editor, FixTarget target);

    /// <summary>Edits what has to change for all reported nodes of a document.</summary>
    protected virtual void Fix(SyntaxEditor editor, IReadOnlyList<FixTarget> targets)
    {
        foreach (var target in targets)
        {
            Fix(editor, target);
        }
    }

    private async Task<Document> ApplyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        var targets = new List<FixTarget>();
        foreach (var diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            var target = await TargetAsync(document, diagnostic, cancellation).ConfigureAwait(false);
            if (target is not null && CanFix(target))
            {
                targets.Add(target);
            }
        }

        Fix(editor, targets);
        return await LineEndings.KeepAsync(document, editor.GetChangedDocument(), cancellation).ConfigureAwait(false);
    }

    private static async Task<FixTarget?> TargetAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var node = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return node is null || model is null ? null : new FixTarget(node, model, diagnostic, cancellation);
    }
}

/// <summary>One reported node, and what is needed to understand it.</summary>
internal sealed record FixTarget(SyntaxNode Node, SemanticModel Model, Diagnostic Diagnostic, CancellationToken Cancellation);
