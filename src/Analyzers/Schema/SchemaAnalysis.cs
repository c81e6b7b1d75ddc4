using System.Runtime.CompilerServices;
using GrpcSdk.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GrpcSdk.Analyzers.Schema;

/// <summary>Why a file of the input cannot be used; lines and columns are 0-based.</summary>
internal sealed record InputProblem(AdditionalText File, DiagnosticDescriptor Descriptor, string Message, int Line = 0, int Column = 0);

/// <summary>What the schema rules say about one input: computed once, when the first file asks.</summary>
internal sealed class SchemaAnalysis
{
    /// <summary>The analysis lives as long as the descriptors that it came from, so that typing C# neither decodes nor checks again.</summary>
    private static readonly ConditionalWeakTable<AdditionalText, SchemaAnalysis> Cache = new();

    private readonly SchemaInputs _inputs;
    private readonly Lazy<SchemaResult> _result;

    private SchemaAnalysis(SchemaInputs inputs)
    {
        _inputs = inputs;
        _result = new Lazy<SchemaResult>(() => new SchemaCheck(inputs).Run());
    }

    public SchemaResult Result => _result.Value;

    /// <summary>The analysis of these inputs; an earlier one if it was of equal inputs.</summary>
    public static SchemaAnalysis Of(SchemaInputs inputs)
    {
        var key = inputs.Sets[0].File;
        lock (Cache)
        {
            if (Cache.TryGetValue(key, out var existing))
            {
                if (existing._inputs.Equals(inputs))
                {
                    return existing;
                }

                Cache.Remove(key);
            }

            var analysis = new SchemaAnalysis(inputs);
            Cache.Add(key, analysis);
            return analysis;
        }
    }
}

/// <summary>The outcome of all rules, by the file that a finding stands in.</summary>
internal sealed class SchemaResult(
    IReadOnlyDictionary<(string Set, string Name), IReadOnlyList<SchemaFinding>> byFile,
    IReadOnlyDictionary<(string Set, string Name), string> fingerprints,
    IReadOnlyList<SchemaFinding> withoutFile,
    IReadOnlyList<InputProblem> problems)
{
    /// <summary>Findings about something that is gone with its file.</summary>
    public IReadOnlyList<SchemaFinding> WithoutFile { get; } = withoutFile;

    /// <summary>Findings in one .proto file; none if its text is not the one that the descriptor was made from, because they would stand at wrong places.</summary>
    public IReadOnlyList<SchemaFinding> FindingsIn(ProtoInput proto, Func<string> fingerprint) =>
        byFile.TryGetValue((proto.Set, proto.Name), out var findings) &&
        fingerprints.TryGetValue((proto.Set, proto.Name), out var expected) && expected == fingerprint()
            ? findings
            : [];

    public IEnumerable<InputProblem> ProblemsIn(AdditionalText file) => problems.Where(problem => problem.File.Path == file.Path);
}
