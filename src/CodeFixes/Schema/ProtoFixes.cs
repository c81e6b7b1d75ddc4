// The repairs of a project's .proto files as its workspace has them now: from diagnostics to edits of additional documents.
using GrpcSdk.Analyzers.Schema;
using GrpcSdk.Schema;
using GrpcSdk.Schema.Fixes;
using GrpcSdk.Schema.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GrpcSdk.CodeFixes.Schema;

/// <summary>Repairs within one state of a project.</summary>
internal sealed class ProtoFixes
{
    private readonly SchemaInputs _inputs;
    private readonly Dictionary<(string Set, string Name), ProtoDocument> _documents;
    private readonly Dictionary<string, SchemaFixes?> _fixes = new(StringComparer.Ordinal);

    private ProtoFixes(SchemaInputs inputs, Dictionary<(string Set, string Name), ProtoDocument> documents)
    {
        _inputs = inputs;
        _documents = documents;
    }

    /// <summary>Reads the project; <see langword="null"/> when no schema rules run in it.</summary>
    public static async Task<ProtoFixes?> OfAsync(Project project, CancellationToken cancellation)
    {
        var options = project.AnalyzerOptions;
        if (SchemaInputs.From(options) is not { } inputs)
        {
            return null;
        }

        var files = options.AdditionalFiles.Select(file => SchemaInputs.ProtoOf(options.AnalyzerConfigOptionsProvider, file)).OfType<ProtoInput>().ToLookup(proto => proto.Path, StringComparer.Ordinal);
        var documents = new Dictionary<(string Set, string Name), ProtoDocument>();
        foreach (var document in project.AdditionalDocuments)
        {
            if (files[document.FilePath ?? ""].FirstOrDefault() is { } proto)
            {
                documents[(proto.Set, proto.Name)] = new ProtoDocument(proto, document.Id, await document.GetTextAsync(cancellation).ConfigureAwait(false));
            }
        }

        return new ProtoFixes(inputs, documents);
    }

    /// <summary>The repair of a diagnostic; <see langword="null"/> when there is none.</summary>
    public ProtoFix? Of(Diagnostic diagnostic) =>
        FindingOf(diagnostic) is var (proto, finding) && FixesOf(proto.Set)?.Of(finding) is { } fix ? new ProtoFix(proto.Set, fix) : null;

    /// <summary>The repairs of many diagnostics that can be applied at once.</summary>
    public IEnumerable<ProtoFix> Of(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
        .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
        .Select(FindingOf)
        .Where(found => found is not null)
        .GroupBy(found => found!.Value.Proto.Set, found => found!.Value.Finding)
        .SelectMany(set => FixesOf(set.Key)?.Of(set).Select(fix => new ProtoFix(set.Key, fix)) ?? []);

    /// <summary>The solution with the repairs.</summary>
    public Solution Apply(Solution solution, IEnumerable<ProtoFix> fixes)
    {
        foreach (var file in fixes.SelectMany(fix => fix.Fix.Edits.Select(edit => (Document: DocumentOf(fix.Set, edit.File), Edit: edit))).GroupBy(entry => entry.Document))
        {
            var changes = file.Select(entry => entry.Edit).OrderBy(edit => edit.Start).ThenBy(edit => edit.Length).Select(edit => new TextChange(new TextSpan(edit.Start, edit.Length), edit.NewText));
            solution = solution.WithAdditionalDocumentText(file.Key.Id, file.Key.Text.WithChanges(changes));
        }

        return solution;
    }

    /// <summary>The set's own file of that name; with names that are unique, the file may be of another set.</summary>
    private ProtoDocument DocumentOf(string set, string name) =>
        _documents.TryGetValue((set, name), out var own) ? own : _documents.First(entry => entry.Key.Name == name).Value;

    private SchemaFixes? FixesOf(string set)
    {
        if (!_fixes.TryGetValue(set, out var fixes))
        {
            _fixes.Add(set, fixes = new SchemaCheck(_inputs).Fixes(set, _documents.ToDictionary(entry => entry.Key, entry => entry.Value.Text)));
        }

        return fixes;
    }

    private (ProtoInput Proto, SchemaFinding Finding)? FindingOf(Diagnostic diagnostic)
    {
        var path = diagnostic.Location.GetLineSpan().Path;
        if (_documents.Values.FirstOrDefault(document => document.Proto.Path == path) is not { } document)
        {
            return null;
        }

        var text = new ProtoText(document.Text.ToString());
        var message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        var finding = SchemaAnalysis.Of(_inputs).Result
            .FindingsIn(document.Proto, () => SchemaAnalyzer.FingerprintOf(document.Text))
            .FirstOrDefault(candidate => candidate.Rule.DiagnosticId == diagnostic.Id
                && message.StartsWith(candidate.Message, StringComparison.Ordinal)
                && SchemaAnalyzer.SpanOf(candidate, text) == diagnostic.Location.SourceSpan);
        return finding is null ? null : (document.Proto, finding);
    }

    private sealed record ProtoDocument(ProtoInput Proto, DocumentId Id, SourceText Text);
}

/// <summary>A repair, and the descriptor set whose files it names.</summary>
internal sealed record ProtoFix(string Set, SchemaFix Fix);
