// The grpcsdk tool beside the task: it reads images and git, which need libraries that a task must not have.
using System.ComponentModel;
using GrpcSdk.Shared;

namespace GrpcSdk.Build;

/// <summary>Runs the tool.</summary>
/// <param name="Process">Starts it.</param>
/// <param name="DotNet">The dotnet host.</param>
/// <param name="Path">grpcsdk.dll.</param>
/// <param name="Directory">The working directory: relative paths of arguments start there.</param>
internal sealed record GrpcSdkTool(ChildProcess Process, string DotNet, string Path, string Directory)
{
    /// <summary>Runs a command; when it fails the reason is what it says, made for people.</summary>
    public bool Run(IEnumerable<string> arguments, out string reason) => Run(arguments, out _, out reason);

    /// <summary>Runs a command and hands over what it prints.</summary>
    public bool Run(IEnumerable<string> arguments, out ProcessOutcome? outcome, out string reason)
    {
        outcome = null;
        try
        {
            outcome = Process.Run(DotNet, Directory, [Path, .. arguments]);
            reason = outcome.Error.Trim();
            reason = outcome.ExitCode == 0 || reason.Length > 0 ? reason : $"The grpcsdk tool ended with exit code {outcome.ExitCode}.";
            return outcome.ExitCode == 0;
        }
        catch (Win32Exception exception)
        {
            reason = $"'{DotNet}' does not start: {exception.Message}";
            return false;
        }
    }
}
