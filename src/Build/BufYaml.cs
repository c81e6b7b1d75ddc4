// Finds the buf.yaml that governs a proto root, as buf itself would: the nearest one upwards.

namespace GrpcSdk.Build;

/// <summary>Location of buf's configuration.</summary>
internal static class BufYaml
{
    /// <summary>The nearest buf.yaml in <paramref name="directory"/> or above it, up to the root of the repository; null when there is none.</summary>
    public static string? FindUpwards(string directory)
    {
        for (var current = new DirectoryInfo(directory); current != null; current = current.Parent)
        {
            var candidate = Path.Combine(current.FullName, "buf.yaml");
            if (File.Exists(candidate))
            {
                return candidate;
            }

            var git = Path.Combine(current.FullName, ".git");
            if (Directory.Exists(git) || File.Exists(git))
            {
                return null;
            }
        }

        return null;
    }
}
