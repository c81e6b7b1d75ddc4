// Runs a generator as a compiler and an editor would, and checks on every run what must always hold: steps are cached
// over an unrelated edit, models hold nothing of Roslyn, and the generated code compiles without a warning.
using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Generators.Tests.Harness;

/// <summary>What a generator made of a compilation.</summary>
/// <param name="Sources">Generated text by hint name.</param>
/// <param name="Diagnostics">What the generator reported.</param>
/// <param name="Compilation">The compilation with the generated code.</param>
internal sealed record GeneratorOutcome(
    IReadOnlyDictionary<string, string> Sources,
    ImmutableArray<Diagnostic> Diagnostics,
    Compilation Compilation);

/// <summary>The one way that tests run generators.</summary>
internal static class GeneratorHarness
{
    // Roslyn types that keep compilations alive, or that differ on every run.
    private static readonly Type[] Banned =
        [typeof(ISymbol), typeof(Compilation), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SemanticModel), typeof(Location), typeof(Diagnostic), typeof(AttributeData)];

    /// <summary>Runs the generator twice, checks caching, models and the generated code, and gives the outcome.</summary>
    public static GeneratorOutcome Run<TGenerator>(
        CSharpCompilation compilation,
        IReadOnlyDictionary<string, string>? properties = null,
        bool generatedCodeCompiles = true)
        where TGenerator : IIncrementalGenerator, new()
    {
        var driver = Start<TGenerator>(compilation, properties);
        var first = driver.GetRunResult();
        Assert.Null(first.Results.Single().Exception);

        AssertNothingOfRoslyn(first);
        var edited = compilation.AddSyntaxTrees(TestCompilation.Parse("// an unrelated edit", "Unrelated.cs"));
        AssertCached(driver.RunGenerators(edited).GetRunResult());

        var generated = compilation.AddSyntaxTrees(first.GeneratedTrees);
        if (generatedCodeCompiles)
        {
            AssertCompiles(generated, first.GeneratedTrees);
        }

        return new GeneratorOutcome(
            first.Results[0].GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString()),
            first.Diagnostics,
            generated);
    }

    /// <summary>
    /// Runs the generator over the stubs of a whole API. Only what it generated is compiled: protoc's half a million lines
    /// around it have no part in what is tested, and would take most of the time.
    /// </summary>
    public static GeneratorOutcome RunOverApi<TGenerator>(CSharpCompilation stubs)
        where TGenerator : IIncrementalGenerator, new()
    {
        var outcome = Run<TGenerator>(stubs, generatedCodeCompiles: false);
        var generated = outcome.Compilation.SyntaxTrees.Except(stubs.SyntaxTrees);
        Assert.DoesNotContain(
            generated.SelectMany(tree => outcome.Compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken)),
            diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        return outcome;
    }

    /// <summary>Runs once more after an edit and gives the reasons of each named step, for caching scenarios.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<IncrementalStepRunReason>> RunAfterEdit<TGenerator>(
        CSharpCompilation before,
        CSharpCompilation after)
        where TGenerator : IIncrementalGenerator, new()
    {
        var second = Start<TGenerator>(before, null).RunGenerators(after).GetRunResult();
        return OwnSteps(second).ToDictionary(
            s => s.Key,
            s => (IReadOnlyList<IncrementalStepRunReason>)[.. s.Value.SelectMany(step => step.Outputs).Select(o => o.Reason)]);
    }

    private static GeneratorDriver Start<TGenerator>(CSharpCompilation compilation, IReadOnlyDictionary<string, string>? properties)
        where TGenerator : IIncrementalGenerator, new()
    {
        return CSharpGeneratorDriver
            .Create(
                [new TGenerator().AsSourceGenerator()],
                parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
                optionsProvider: new BuildProperties(properties ?? ImmutableDictionary<string, string>.Empty),
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGenerators(compilation, TestContext.Current.CancellationToken);
    }

    private static void AssertCached(GeneratorDriverRunResult result)
    {
        var steps = OwnSteps(result).ToList();
        Assert.True(steps.Count > 0, "The generator names none of its steps: use WithTrackingName.");
        foreach (var (name, runs) in steps)
        {
            Assert.All(runs.SelectMany(r => r.Outputs), output => Assert.True(
                output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                $"Step '{name}' was {output.Reason} after an unrelated edit."));
        }

        var outputs = result.Results[0].TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs);
        Assert.All(outputs, o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    // Roslyn tracks its own inputs ("Compilation", "compilationUnit_ForAttribute", …) under names of its own.
    private static IEnumerable<KeyValuePair<string, ImmutableArray<IncrementalGeneratorRunStep>>> OwnSteps(GeneratorDriverRunResult result)
    {
        string[] own = [.. typeof(WellKnownGeneratorInputs).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => (string)f.GetValue(null)!)];
        return result.Results[0].TrackedSteps.Where(s => !own.Contains(s.Key)
            && !s.Key.EndsWith("_ForAttribute", StringComparison.Ordinal)
            && !s.Key.EndsWith("_ForAttributeWithMetadataName", StringComparison.Ordinal)
            && !s.Key.StartsWith("individualFileGlobalAliases", StringComparison.Ordinal)
            && s.Key is not ("collectedGlobalAliases" or "compilationGlobalAliases" or "allUpGlobalAliases" or "compilationAndGroupedNodes"));
    }

    private static void AssertNothingOfRoslyn(GeneratorDriverRunResult result)
    {
        foreach (var (name, runs) in OwnSteps(result))
        {
            foreach (var output in runs.SelectMany(r => r.Outputs))
            {
                AssertClean(output.Value, name, new HashSet<object>(ReferenceEqualityComparer.Instance));
            }
        }
    }

    private static void AssertClean(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string or DiagnosticDescriptor || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        Assert.False(Banned.Any(b => b.IsInstanceOfType(value)), $"{path} holds a {value.GetType().Name}: models must be plain values.");
        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                AssertClean(item, path + "[]", seen);
            }
        }

        for (var type = value.GetType(); type is not null && type != typeof(object) && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                AssertClean(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }

    private static void AssertCompiles(Compilation compilation, ImmutableArray<SyntaxTree> generated)
    {
        var problems = compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error
                || (d.Severity == DiagnosticSeverity.Warning && d.Location.SourceTree is { } tree && generated.Contains(tree)))
            .Select(d => $"{d}\n    {d.Location.SourceTree?.GetText().Lines[d.Location.GetLineSpan().StartLinePosition.Line]}");
        Assert.Empty(problems);
    }

    private sealed class BuildProperties(IReadOnlyDictionary<string, string> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(properties.ToDictionary(p => $"build_property.{p.Key}", p => p.Value));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Options.Empty;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => Options.Empty;

        private sealed class Options(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptions
        {
            public static readonly Options Empty = new(ImmutableDictionary<string, string>.Empty);

            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
                values.TryGetValue(key, out value);
        }
    }
}
