// The one place that knows protoc's arguments: a response file in, a descriptor set out, errors back.
using System.Text;

namespace GrpcSdk.Shared;

/// <summary>The outcome of one run: no errors means that the descriptor set was written.</summary>
internal sealed record ProtocResult(IReadOnlyList<ProtocError> Errors)
{
    public bool Succeeded => Errors.Count == 0;
}

/// <summary>A protoc executable.</summary>
internal sealed class Protoc(string path, ChildProcess process)
{
    /// <summary>Source info gives positions and comments; all options, so that one that only matters in source counts as a use of its import.</summary>
    public static IReadOnlyList<string> ForChecks { get; } = ["--include_imports", "--include_source_info", "--retain_options"];

    /// <summary>A baseline keeps neither positions nor comments: it changes only when the schema does.</summary>
    public static IReadOnlyList<string> ForBaseline { get; } = [.. ForChecks.Where(argument => argument != "--include_source_info")];

    public string Path { get; } = path;

    /// <summary>The arguments of a run, one a line of the response file; also what decides whether an earlier run is still good.</summary>
    public static IReadOnlyList<string> Arguments(ProtoSet set, IReadOnlyList<string> content) =>
        [.. content, .. set.ImportDirectories.Select(ImportArgument), .. set.Files.Select(file => file.FullPath)];

    /// <summary>Writes the descriptor set of <paramref name="set"/> to <paramref name="output"/>.</summary>
    /// <param name="set">What to compile; its paths are absolute.</param>
    /// <param name="content"><see cref="ForChecks"/> or <see cref="ForBaseline"/>.</param>
    /// <param name="output">The file to write.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The executable cannot be started.</exception>
    public ProtocResult Run(ProtoSet set, IReadOnlyList<string> content, string output)
    {
        // A line of the response file is an argument: a line break in a name would begin another one, such as --plugin.
        if (ProtoPath.Refused(set) is { Count: > 0 } refused)
        {
            return new ProtocResult(refused);
        }

        var responseFile = output + ".rsp";
        File.WriteAllLines(responseFile, [.. Arguments(set, content), "--descriptor_set_out=" + output], new UTF8Encoding(false));
        try
        {
            // Every path is absolute, so the directory does not matter; the repository's would let it choose what lies there.
            var outcome = process.Run(Path, System.IO.Path.GetPathRoot(Path)!, ["@" + responseFile]);
            return new ProtocResult(outcome.ExitCode == 0 ? [] : ErrorsOf(outcome));
        }
        finally
        {
            File.Delete(responseFile);
        }
    }

    /// <summary>protoc takes what stands before the first '=' for a virtual path: an empty one comes first where the directory has one.</summary>
    private static string ImportArgument(string directory) => "-I" + (directory.Contains('=') ? "=" : "") + directory;

    private static IReadOnlyList<ProtocError> ErrorsOf(ProcessOutcome outcome)
    {
        var errors = ProtocError.Parse(outcome.Error);
        return errors.Count > 0 ? errors : [new ProtocError(null, 0, 0, $"protoc ended with exit code {outcome.ExitCode}.")];
    }
}
