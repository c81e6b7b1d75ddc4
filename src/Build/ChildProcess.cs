// Runs a program, reads all that it prints, and can be cancelled from another thread.
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace GrpcSdk.Build;

/// <summary>How a program ended and what it printed.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error);

/// <summary>Programs started one after the other.</summary>
internal sealed class ChildProcess
{
    private Process? _running;
    private volatile bool _cancelled;

    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public ProcessOutcome Run(string program, string directory, params string[] arguments)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(program, string.Join(" ", arguments.Select(Quote)))
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            StandardErrorEncoding = Encoding.UTF8,
            StandardOutputEncoding = Encoding.UTF8,
        };
        process.Start();
        _running = process;
        if (_cancelled)
        {
            Cancel();
        }

        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        var outcome = output.GetAwaiter().GetResult();
        process.WaitForExit();
        _running = null;
        return new ProcessOutcome(process.ExitCode, outcome, error);
    }

    /// <summary>Ends the program that runs, if any, and every later one.</summary>
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

    /// <summary>One argument as programs of all systems take it apart again; arguments here are paths, refs and options, without quotation marks inside.</summary>
    private static string Quote(string argument) => "\"" + argument.TrimEnd('\\') + "\"";
}
