using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GrpcSdk.Build;
using GrpcSdk.Schema;
using GrpcSdk.Schema.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace GrpcSdk.Analyzers.Schema;

/// <summary>
/// Reports the findings of GrpcSdk.Schema as diagnostics at their place in the .proto file. Editors ask for one file at a
/// time, so each .proto reports for itself; only what has no file waits for the end of the compilation.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SchemaAnalyzer : DiagnosticAnalyzer
{
    private static readonly ConditionalWeakTable<SourceText, string> Fingerprints = new();

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => SchemaDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    /// <summary>The characters that a finding underlines.</summary>
    internal static TextSpan SpanOf(SchemaFinding finding, ProtoText text)
    {
        var range = text.Locate(finding);
        return new TextSpan(range.Start, range.Length);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (SchemaInputs.From(context.Options) is not { } inputs)
        {
            return;
        }

        var analysis = SchemaAnalysis.Of(inputs);
        context.RegisterAdditionalFileAction(file => Report(file, analysis));
        context.RegisterCompilationEndAction(end => ReportWithoutFile(end, analysis));
    }

    private static void Report(AdditionalFileAnalysisContext context, SchemaAnalysis analysis)
    {
        var file = context.AdditionalFile;
        foreach (var problem in analysis.Result.ProblemsIn(file))
        {
            context.ReportDiagnostic(Diagnostic.Create(problem.Descriptor, LocationOf(problem), problem.Message));
        }

        if (SchemaInputs.ProtoOf(context.Options.AnalyzerConfigOptionsProvider, file) is not { } proto ||
            file.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        ProtoText? protoText = null;
        foreach (var finding in analysis.Result.FindingsIn(proto, () => FingerprintOf(text)))
        {
            var span = SpanOf(finding, protoText ??= new ProtoText(text.ToString()));
            var location = Location.Create(file.Path, span, text.Lines.GetLinePositionSpan(span));
            context.ReportDiagnostic(SchemaDescriptors.Report(finding, location));
        }
    }

    private static void ReportWithoutFile(CompilationAnalysisContext context, SchemaAnalysis analysis)
    {
        foreach (var finding in analysis.Result.WithoutFile)
        {
            context.ReportDiagnostic(SchemaDescriptors.Report(finding, Location.None));
        }
    }

    private static Location LocationOf(InputProblem problem)
    {
        var lines = problem.File.GetText()?.Lines;
        if (lines == null || problem.Line >= lines.Count)
        {
            return Location.Create(problem.File.Path, default, default);
        }

        var line = lines[problem.Line];
        var start = Math.Min(line.Start + problem.Column, line.End);
        var span = TextSpan.FromBounds(start, line.End);
        return Location.Create(problem.File.Path, span, lines.GetLinePositionSpan(span));
    }

    /// <summary>What says whether a text is the one that a descriptor set was made of.</summary>
    internal static string FingerprintOf(SourceText text) => Fingerprints.GetValue(text, static text =>
    {
        var fingerprint = TextFingerprint.Start();
        var buffer = new char[Math.Min(text.Length, 8192)];
        for (var position = 0; position < text.Length; position += buffer.Length)
        {
            var count = Math.Min(buffer.Length, text.Length - position);
            text.CopyTo(position, buffer, 0, count);
            fingerprint.Append(buffer, count);
        }

        return fingerprint.ToString();
    });
}
