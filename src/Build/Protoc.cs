// Runs protoc once: arguments through a response file, a descriptor set out, errors back.
using System.Text;

namespace GrpcSdk.Build;

/// <summary>The outcome of one run: no errors means that the descriptor set was written.</summary>
internal sealed record ProtocResult(IReadOnlyList<ProtocError> Errors)
{
    public bool Succeeded => Errors.Count == 0;
}

/// <summary>A protoc executable.</summary>
internal sealed class Protoc(string path, string workingDirectory, ChildProcess process)
{
    /// <summary>Source info gives positions and comments; all options, so that one that only matters in source counts as a use of its import.</summary>
    public static IReadOnlyList<string> ForChecks { get; } = ["--include_imports", "--include_source_info", "--retain_options"];

    /// <summary>A baseline keeps neither positions nor comments: it changes only when the schema does.</summary>
    public static IReadOnlyList<string> ForBaseline { get; } = ["--include_imports", "--retain_options"];

    public string Path { get; } = path;

    /// <summary>The arguments of a run, one a line of the response file; also what decides whether an earlier run is still good.</summary>
    public static IReadOnlyList<string> Arguments(ProtoSet set, IReadOnlyList<string> content) =>
        [.. content, .. set.ImportDirectories.Select(directory => "-I" + directory), .. set.Files.Select(file => file.FullPath)];

    /// <summary>Writes the descriptor set of <paramref name="set"/> to <paramref name="output"/>.</summary>
    /// <param name="set">What to compile.</param>
    /// <param name="content"><see cref="ForChecks"/> or <see cref="ForBaseline"/>.</param>
    /// <param name="output">The file to write.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The executable cannot be started.</exception>
    public ProtocResult Run(ProtoSet set, IReadOnlyList<string> content, string output)
    {
        var responseFile = output + ".rsp";
        File.WriteAllLines(responseFile, [.. Arguments(set, content), "--descriptor_set_out=" + output], new UTF8Encoding(false));
        try
        {
            var outcome = process.Run(Path, workingDirectory, "@" + responseFile);
            return new ProtocResult(outcome.ExitCode == 0 ? [] : ErrorsOf(outcome));
        }
        finally
        {
            File.Delete(responseFile);
        }
    }

    private static IReadOnlyList<ProtocError> ErrorsOf(ProcessOutcome outcome)
    {
        var errors = ProtocError.Parse(outcome.Error);
        return errors.Count > 0 ? errors : [new ProtocError(null, 0, 0, $"protoc ended with exit code {outcome.ExitCode}.")];
    }
}
