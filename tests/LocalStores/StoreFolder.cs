// A folder of its own for a pair of stores. PostgreSQL refuses to run as root, so then it is one that others can reach, too.

using System.ComponentModel;
using System.Diagnostics;

namespace GrpcSdk.LocalStores;

internal static class StoreFolder
{
    /// <summary>As whom PostgreSQL runs where this process is root; null where it is not. Every Unix has this user, and it owns nothing.</summary>
    public static string? User => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess ? "nobody" : null;

    public static string Create()
    {
        if (OperatingSystem.IsWindows() || User is null)
        {
            return Directory.CreateTempSubdirectory("grpcsdk-stores-").FullName;
        }

        var parent = new[] { Path.GetTempPath(), "/tmp", "/var/tmp" }.FirstOrDefault(IsOpen)
            ?? throw new InvalidOperationException($"{User}, as whom PostgreSQL runs, can reach no folder for temporary files.");
        var folder = Path.Combine(parent, $"grpcsdk-stores-{Path.GetRandomFileName()}");
        // Others may pass, but not look.
        return Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute).FullName;
    }

    /// <summary>Gives a folder with all that is in it to <see cref="User"/>.</summary>
    public static async Task GiveAwayAsync(string folder)
    {
        if (User is { } user)
        {
            using var chown = Process.Start("chown", ["-R", user, folder]);
            await chown.WaitForExitAsync();
            if (chown.ExitCode != 0)
            {
                throw new Win32Exception($"chown {user} {folder} ended with {chown.ExitCode}.");
            }
        }
    }

    // Whether everybody may pass through it and all that it is in.
    private static bool IsOpen(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (!current.Exists || !current.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }
}
