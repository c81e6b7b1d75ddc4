// Runs git and protoc to their end.
using System.ComponentModel;
using System.Diagnostics;

namespace GrpcSdk.Tool.Inputs;

/// <summary>What a program wrote and returned.</summary>
internal sealed record ToolProcessResult(int ExitCode, string Output, string Error);

/// <summary>Runs other programs.</summary>
internal static class ToolProcess
{
    /// <summary>Runs a program; when cancelled it is ended with everything that it started.</summary>
    /// <param name="program">Its path, or its name on the PATH.</param>
    /// <param name="directory">Its working directory.</param>
    /// <param name="arguments">Its arguments, unquoted.</param>
    /// <param name="consumeOutput">Reads standard output as bytes; without it the output is text of the result.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="ToolException">The program cannot be started.</exception>
    public static async Task<ToolProcessResult> RunAsync(
        string program,
        string directory,
        IEnumerable<string> arguments,
        Func<Stream, Task>? consumeOutput = null,
        CancellationToken cancellationToken = default)
    {
        using var process = Start(program, directory, arguments);
        using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = "";
        if (consumeOutput is null)
        {
            output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        }
        else
        {
            await consumeOutput(process.StandardOutput.BaseStream);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return new ToolProcessResult(process.ExitCode, output, await error);
    }

    private static Process Start(string program, string directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new ToolException($"Cannot start '{program}': {exception.Message}.");
        }
    }
}
