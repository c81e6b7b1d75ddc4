// A project with .proto files in a real workspace: the descriptors are the build's, diagnostics the compiler's, fixes the provider's.
using System.Collections.Immutable;
using System.Text;
using GrpcSdk.Analyzers.Schema;
using GrpcSdk.Analyzers.Tests.Schema;
using GrpcSdk.CodeFixes.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace GrpcSdk.CodeFixes.Tests.Schema;

/// <summary>The compiler's input as an editor has it.</summary>
internal sealed class ProtoWorkspace : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly ProjectId _project = ProjectId.CreateNewId();

    public ProtoWorkspace(SchemaProject project)
    {
        var input = project.Compile();
        var solution = _workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(_project, VersionStamp.Default, "contracts", "contracts", LanguageNames.CSharp, compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)))
            .AddMetadataReferences(_project, Basic.Reference.Assemblies.Net100.References.All)
            .AddAnalyzerConfigDocument(DocumentId.CreateNewId(_project), ".globalconfig", SourceText.From(Configuration(input)), filePath: project[".globalconfig"]);
        foreach (var file in input.Files)
        {
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(_project), Path.GetFileName(file.Path), file.GetText(), filePath: file.Path);
        }

        Assert.True(_workspace.TryApplyChanges(solution));
    }

    private Project Project => _workspace.CurrentSolution.GetProject(_project)!;

    /// <summary>The text of a .proto file.</summary>
    public async Task<string> TextAsync(string file) => (await Document(file).GetTextAsync(TestContext.Current.CancellationToken)).ToString();

    /// <summary>What stands in a .proto file is typed over.</summary>
    public void Type(string file, string text) =>
        Assert.True(_workspace.TryApplyChanges(_workspace.CurrentSolution.WithAdditionalDocumentText(Document(file).Id, SourceText.From(text))));

    /// <summary>The menu of a file: what is offered on the diagnostics of a rule.</summary>
    public async Task<IReadOnlyList<CodeAction>> MenuAsync(string file, string id)
    {
        var actions = new List<CodeAction>();
        var document = Document(file);
        foreach (var diagnostic in (await DiagnosticsAsync(Project)).Where(diagnostic => diagnostic.Id == id && diagnostic.Location.GetLineSpan().Path == document.FilePath))
        {
            var context = new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken);
            await new SchemaCodeFix().RegisterCodeFixesAsync(context);
        }

        return actions;
    }

    public Task ChooseAsync(CodeAction action) => ApplyAsync(action);

    /// <summary>Chooses "fix all occurrences" of a rule.</summary>
    public async Task FixAllAsync(string id, FixAllScope scope)
    {
        var rule = GrpcSdk.Schema.SchemaRules.All.Single(rule => rule.DiagnosticId == id);
        var provider = new SchemaCodeFix();
        var context = new FixAllContext(Project, provider, scope, rule.Name, [id], new Diagnostics(id), TestContext.Current.CancellationToken);
        var action = await provider.GetFixAllProvider().GetFixAsync(context);
        await ApplyAsync(action!);
    }

    public void Dispose() => _workspace.Dispose();

    private async Task ApplyAsync(CodeAction action)
    {
        foreach (var operation in await action.GetOperationsAsync(TestContext.Current.CancellationToken))
        {
            operation.Apply(_workspace, TestContext.Current.CancellationToken);
        }
    }

    private TextDocument Document(string file) => Project.AdditionalDocuments.Single(document => document.FilePath!.Replace('\\', '/').EndsWith("/" + file, StringComparison.Ordinal));

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project)
    {
        var compilation = await project.GetCompilationAsync(TestContext.Current.CancellationToken);
        return await compilation!.WithAnalyzers([new SchemaAnalyzer()], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What the SDK writes into the generated global config: properties, and the metadata of each additional file.</summary>
    private static string Configuration(CompilerInput input)
    {
        var text = new StringBuilder("is_global = true\n");
        foreach (var (name, value) in input.Properties)
        {
            text.Append($"{name} = {value}\n");
        }

        foreach (var file in input.Files)
        {
            text.Append($"[{file.Path.Replace('\\', '/')}]\n");
            foreach (var (name, value) in file.Metadata)
            {
                text.Append($"{name} = {value}\n");
            }
        }

        return text.ToString();
    }

    private sealed class Diagnostics(string id) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await DiagnosticsAsync(project)).Where(diagnostic => diagnostic.Id == id);
    }
}
