// Runs protoc once: arguments through a response file, a descriptor set out, errors back.
using System.Diagnostics;
using System.Text;

namespace GrpcSdk.Build;

/// <summary>The outcome of one run: no errors means that the descriptor set was written.</summary>
internal sealed record ProtocResult(IReadOnlyList<ProtocError> Errors)
{
    public bool Succeeded => Errors.Count == 0;
}

/// <summary>A protoc executable.</summary>
internal sealed class Protoc(string path, string workingDirectory)
{
    /// <summary>Source info gives positions and comments; all options, so that one that only matters in source counts as a use of its import.</summary>
    private static readonly string[] FixedArguments = ["--include_source_info", "--include_imports", "--retain_options"];

    private Process? _running;
    private volatile bool _cancelled;

    public string Path { get; } = path;

    /// <summary>The arguments of a run, one a line of the response file; also what decides whether an earlier run is still good.</summary>
    public static IReadOnlyList<string> Arguments(ProtoSet set) =>
        [.. FixedArguments, .. set.ImportDirectories.Select(directory => "-I" + directory), .. set.Files.Select(file => file.FullPath)];

    /// <summary>Writes the descriptor set of <paramref name="set"/> to <paramref name="output"/>.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The executable cannot be started.</exception>
    public ProtocResult Run(ProtoSet set, string output)
    {
        // An import directory that does not exist makes protoc warn; Grpc.Tools has the same warning already.
        var responseFile = output + ".rsp";
        File.WriteAllLines(responseFile, [.. Arguments(set), "--descriptor_set_out=" + output], new UTF8Encoding(false));
        try
        {
            return Execute("\"@" + responseFile + "\"");
        }
        finally
        {
            File.Delete(responseFile);
        }
    }

    /// <summary>Ends the run that is under way, if any; safe from any thread.</summary>
    public void Cancel()
    {
        _cancelled = true;
        try
        {
            _running?.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private ProtocResult Execute(string arguments)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(Path, arguments)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        process.Start();
        _running = process;
        if (_cancelled)
        {
            Cancel();
        }

        var ignored = process.StandardOutput.ReadToEndAsync();
        var errorText = process.StandardError.ReadToEnd();
        ignored.GetAwaiter().GetResult();
        process.WaitForExit();
        _running = null;
        if (process.ExitCode == 0)
        {
            return new ProtocResult([]);
        }

        var errors = ProtocError.Parse(errorText);
        return new ProtocResult(errors.Count > 0 ? errors : [new ProtocError(null, 0, 0, $"protoc ended with exit code {process.ExitCode}.")]);
    }
}
