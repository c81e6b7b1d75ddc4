// The one place where programs are started: protoc, git and the grpcsdk tool.
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace GrpcSdk.Shared;

/// <summary>How a program ended and what it printed.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error);

/// <summary>Programs started one after the other; can be cancelled from another thread.</summary>
internal sealed class ChildProcess
{
    private Process? _running;
    private volatile bool _cancelled;

    /// <summary>Runs a program to its end, without a window.</summary>
    /// <param name="program">Its path, or its name on the PATH.</param>
    /// <param name="directory">Its working directory.</param>
    /// <param name="arguments">Its arguments, unquoted.</param>
    /// <param name="readOutput">Reads standard output as bytes; without it the output is text of the outcome.</param>
    /// <param name="input">Its standard input; without it there is none.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public ProcessOutcome Run(string program, string directory, IEnumerable<string> arguments, Action<Stream>? readOutput = null, string input = "")
    {
        using var process = new Process { StartInfo = Describe(program, directory, arguments) };
        process.Start();
        _running = process;
        if (_cancelled)
        {
            Cancel();
        }

        var error = process.StandardError.ReadToEndAsync();
        var write = WriteAsync(process.StandardInput, input);
        var output = "";
        if (readOutput is null)
        {
            output = process.StandardOutput.ReadToEnd();
        }
        else
        {
            readOutput(process.StandardOutput.BaseStream);
        }

        write.GetAwaiter().GetResult();
        process.WaitForExit();
        _running = null;
        return new ProcessOutcome(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>Ends the program that runs, if any, with all that it started, and every later one.</summary>
    public void Cancel()
    {
        _cancelled = true;
        try
        {
            if (_running is { } process)
            {
                KillTree(process);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    /// <summary>
    /// One argument as programs take it apart again, by the rules of CommandLineToArgvW, which .NET follows on all systems:
    /// a backslash counts as itself, unless quotation marks come after it.
    /// </summary>
    internal static string Quote(string argument)
    {
        var quoted = new StringBuilder("\"", argument.Length + 2);
        var backslashes = 0;
        foreach (var character in argument)
        {
            if (character == '"')
            {
                quoted.Append('\\', backslashes + 1);
            }

            backslashes = character == '\\' ? backslashes + 1 : 0;
            quoted.Append(character);
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }

    private static async Task WriteAsync(StreamWriter writer, string input)
    {
        try
        {
            await writer.WriteAsync(input).ConfigureAwait(false);
            writer.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of it; its exit code tells why.
        }
    }

    private static ProcessStartInfo Describe(string program, string directory, IEnumerable<string> arguments) =>
        new(program, string.Join(" ", arguments.Select(Quote)))
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            StandardErrorEncoding = Encoding.UTF8,
            StandardOutputEncoding = Encoding.UTF8,
        };

    private static void KillTree(Process process)
    {
#if NET
        process.Kill(entireProcessTree: true);
#else
        // The method is there under .NET, but not in .NET Standard; .NET Framework never got it.
        if (typeof(Process).GetMethod("Kill", [typeof(bool)]) is { } kill)
        {
            kill.Invoke(process, [true]);
        }
        else
        {
            process.Kill();
        }
#endif
    }
}
