// Offers the repairs of GrpcSdk.Schema on the diagnostics in a .proto file, which is an additional document.
using System.Collections.Immutable;
using System.Composition;
using GrpcSdk.Schema;
using GrpcSdk.Schema.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace GrpcSdk.CodeFixes.Schema;

/// <summary>
/// The fixes of the schema rules. No process can be started here, so that nothing is compiled: a repair of what was released
/// is not offered at all, the menu says why instead.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, DocumentKinds = new[] { nameof(TextDocumentKind.AdditionalDocument) }, DocumentExtensions = new[] { ".proto" }), Shared]
internal sealed class SchemaCodeFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = SchemaFixes.Rules.Select(rule => SchemaRules.Get(rule).DiagnosticId).ToImmutableArray();

    public override FixAllProvider GetFixAllProvider() => SchemaFixAll.Instance;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.TextDocument.Project;
        if (await ProtoFixes.OfAsync(project, context.CancellationToken).ConfigureAwait(false) is not { } fixes)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            if (fixes.Of(diagnostic) is { } fix)
            {
                context.RegisterCodeFix(ActionOf(fix, fixes, project.Solution), diagnostic);
            }
        }
    }

    private static CodeAction ActionOf(ProtoFix fix, ProtoFixes fixes, Solution solution) => (fix.Fix.Refusal ?? (fix.Fix.Released is { } released ? "it would be a breaking change: " + released : null)) is { } refusal
        ? CodeAction.Create($"Not repaired, because {refusal}", _ => Task.FromResult(solution), equivalenceKey: "Refused")
        : CodeAction.Create(fix.Fix.Title, _ => Task.FromResult(fixes.Apply(solution, [fix])), equivalenceKey: fix.Fix.Finding.Rule.Name);
}
