// Every fix over many shapes of code: whatever it changes compiles and is no longer reported, and where it does not dare it
// is not offered. What it does with each shape is kept as text in FixShapes.txt: GRPCSDK_UPDATE_SNAPSHOTS=1 writes it; read it before you commit it.
using System.Collections.Immutable;
using System.Reflection;
using GrpcSdk.Analyzers.Registration;
using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Common;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class EveryFixTests
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [new UsageWarningsAnalyzer(), new UsageSuggestionsAnalyzer(), new UsageOptInAnalyzer(), new RegistrationAnalyzer()];

    private static readonly ILookup<string, CodeFixProvider> Fixes = typeof(UsageCodeFix).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(UsageCodeFix)) && !type.IsAbstract)
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)
        .ToLookup(fix => fix.FixableDiagnosticIds.Single());

    [Fact]
    public async Task Every_fix_compiles_and_settles_its_finding_in_every_shape()
    {
        var lines = new List<string>();
        var failures = new List<string>();
        foreach (var faulty in FixShapes.All)
        {
            var valid = 0;
            var outcomes = FixShapes.Of(faulty).AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(shape => (shape.Shape, Outcome: TryAsync(faulty.Id, shape.Source))).ToList();
            foreach (var (shape, trying) in outcomes)
            {
                var outcome = await trying;
                valid += outcome is Outcome.NotValid or Outcome.NotReported ? 0 : 1;
                lines.Add($"{faulty.Id} {Summary(faulty)} | {shape} | {outcome.Text}");
                if (outcome is Outcome.Broken broken)
                {
                    failures.Add($"{faulty.Id} {Summary(faulty)} in '{shape}':\n{broken.Why}");
                }
            }

            Assert.True(valid >= 20, $"{faulty.Id} {Summary(faulty)} is reported in {valid} shapes only:\n{string.Join('\n', lines.TakeLast(40))}");
        }

        Assert.True(failures.Count == 0, $"{failures.Count} fixes do harm:\n\n{string.Join("\n\n", failures)}");
        var path = Path.Combine(Metadata("RepositoryRoot"), "tests", "CodeFixes.Tests", "Usage", "FixShapes.txt");
        if (Environment.GetEnvironmentVariable("GRPCSDK_UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken), lines);
    }

    /// <summary>The rules of generated registration and of telemetry need packages that these sources do not reference.</summary>
    [Fact]
    public void Every_fix_has_a_mistake_that_it_is_tried_on() => Assert.Equal(["GSDK3030", "GSDK4017"], Fixes.Select(fix => fix.Key).Except(FixShapes.All.Select(faulty => faulty.Id)).Order(StringComparer.Ordinal));

    private static string Summary(Faulty faulty) => string.Join(' ', faulty.Code.Split('\n')).Trim() is { Length: > 70 } text ? text[..70] : string.Join(' ', faulty.Code.Split('\n'));

    private static async Task<Outcome> TryAsync(string id, string source)
    {
        using var workspace = new AdhocWorkspace();
        var options = (CSharpCompilationOptions)TestStates.Enable(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary), Analyzers);
        var project = workspace.AddProject(ProjectInfo.Create(ProjectId.CreateNewId(), VersionStamp.Default, "Shape", "Shape", LanguageNames.CSharp, compilationOptions: options, metadataReferences: GrpcReferences.All));
        var document = project.AddDocument("Source.cs", source);
        var before = await DiagnosticsAsync(document);
        if (before.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != id))
        {
            return new Outcome.NotValid(before.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Id);
        }

        var found = before.Where(diagnostic => diagnostic.Id == id).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ToArray();
        if (found.Length == 0)
        {
            return new Outcome.NotReported();
        }

        var actions = new List<CodeAction>();
        foreach (var fix in Fixes[id])
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, found[0], (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        }

        if (actions.Count == 0)
        {
            return new Outcome.Left();
        }

        try
        {
            return await ApplyAsync(actions[0], document, id, found.Length);
        }
        catch (InvalidOperationException exception)
        {
            return new Outcome.Broken(exception.ToString());
        }
    }

    private static async Task<Outcome> ApplyAsync(CodeAction action, Document document, string id, int count)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        var after = await DiagnosticsAsync(changed);
        var errors = after.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != id).ToArray();
        if (errors.Length > 0 || after.Count(diagnostic => diagnostic.Id == id) >= count)
        {
            var text = await changed.GetTextAsync(TestContext.Current.CancellationToken);
            return new Outcome.Broken($"{string.Join('\n', errors.Select(error => error.ToString()).DefaultIfEmpty("The finding stays."))}\n{text}");
        }

        return new Outcome.Fixed();
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        var found = await compilation.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), .. found];
    }

    private static string Metadata(string key) => typeof(EveryFixTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    private abstract record Outcome(string Text)
    {
        public sealed record Fixed() : Outcome("fixed");

        public sealed record Left() : Outcome("left alone");

        public sealed record NotReported() : Outcome("not reported");

        public sealed record NotValid(string Error) : Outcome("does not compile before: " + Error);

        public sealed record Broken(string Why) : Outcome("broken");
    }
}
