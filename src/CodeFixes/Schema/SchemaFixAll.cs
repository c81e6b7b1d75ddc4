// Applies the repairs of one rule to all .proto files of a project or a solution.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace GrpcSdk.CodeFixes.Schema;

/// <summary>Repairs that cannot be applied together wait for the next time; refused ones stay refused.</summary>
internal sealed class SchemaFixAll : FixAllProvider
{
    public static readonly SchemaFixAll Instance = new();

    /// <summary>Roslyn's context knows no additional document, hence no single file.</summary>
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(
        CodeAction.Create("Repair all .proto files", cancellation => ApplyAsync(fixAllContext.WithCancellationToken(cancellation)), fixAllContext.CodeActionEquivalenceKey));

    private static async Task<Solution> ApplyAsync(FixAllContext context)
    {
        var solution = context.Solution;
        foreach (var project in context.Scope == FixAllScope.Solution ? solution.Projects : [context.Project])
        {
            if (await ProtoFixes.OfAsync(project, context.CancellationToken).ConfigureAwait(false) is { } fixes)
            {
                var diagnostics = await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                solution = fixes.Apply(solution, fixes.Of(diagnostics.Where(diagnostic => diagnostic.Location.Kind == LocationKind.ExternalFile)));
            }
        }

        return solution;
    }
}
