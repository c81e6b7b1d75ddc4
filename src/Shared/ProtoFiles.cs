// The .proto files below a directory, found in the same way by the build, the tool and the tests.

namespace GrpcSdk.Shared;

/// <summary>Looks for .proto files.</summary>
internal static class ProtoFiles
{
    private const int DeepestDirectory = 64;
    private const int MostFiles = 100_000;

    /// <summary>
    /// Full paths of the .proto files below a directory, in ordinal order; links are followed. Below the repository's own
    /// <c>.git</c> there are none.
    /// </summary>
    /// <exception cref="IOException">The directories lead in a circle, or are nested more deeply than anybody nests them.</exception>
    public static IReadOnlyList<string> Below(string directory)
    {
        var found = new List<string>();
        Collect(directory, 0, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Collect(string directory, int depth, List<string> found)
    {
        if (depth > DeepestDirectory)
        {
            throw new IOException($"'{directory}' lies more than {DeepestDirectory} directories deep: does a link lead in a circle?");
        }

        if (found.Count > MostFiles)
        {
            throw new IOException($"There are more than {MostFiles} .proto files up to '{directory}'.");
        }

        found.AddRange(Directory.GetFiles(directory, "*.proto").Where(file => file.EndsWith(".proto", StringComparison.Ordinal)));
        foreach (var inner in Directory.GetDirectories(directory).Where(inner => Path.GetFileName(inner) != ".git"))
        {
            Collect(inner, depth + 1, found);
        }
    }
}
