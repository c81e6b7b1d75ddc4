// Finds the configuration of buf that governs a directory: the nearest one upwards, up to the root of the repository.

namespace GrpcSdk.Shared;

/// <summary>Location of buf's configuration.</summary>
internal static class BufYaml
{
    public const string Name = "buf.yaml";

    /// <summary>The workspace of versions v1 and v1beta1: a list of directories that have a buf.yaml each.</summary>
    public const string WorkspaceName = "buf.work.yaml";

    /// <summary>The nearest buf.yaml or buf.work.yaml in <paramref name="directory"/> or above it; null when there is none.</summary>
    public static string? FindUpwards(string directory) => Upwards(directory).FirstOrDefault();

    /// <summary>Every buf.yaml and buf.work.yaml from <paramref name="directory"/> up to the root of its repository, the nearest first.</summary>
    public static IEnumerable<string> Upwards(string directory)
    {
        for (var current = new DirectoryInfo(directory); current != null; current = current.Parent)
        {
            foreach (var candidate in new[] { Name, WorkspaceName }.Select(name => Path.Combine(current.FullName, name)).Where(File.Exists))
            {
                yield return candidate;
            }

            var git = Path.Combine(current.FullName, ".git");
            if (Directory.Exists(git) || File.Exists(git))
            {
                yield break;
            }
        }
    }
}
