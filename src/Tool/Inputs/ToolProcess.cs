// Programs that a command starts: ended when the command is cancelled, and with words for a person when they do not start.
using System.ComponentModel;
using GrpcSdk.Shared;

namespace GrpcSdk.Tool.Inputs;

/// <summary>Runs work with a <see cref="ChildProcess"/>.</summary>
internal static class ToolProcess
{
    /// <exception cref="ToolException">The program cannot be started.</exception>
    public static async Task<T> RunAsync<T>(string program, Func<ChildProcess, T> work, CancellationToken cancellationToken)
    {
        var child = new ChildProcess();
        await using var cancel = cancellationToken.Register(child.Cancel);
        try
        {
            var result = await Task.Run(() => work(child), CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }
        catch (Win32Exception exception)
        {
            throw new ToolException($"Cannot start '{program}': {exception.Message}.");
        }
    }
}
