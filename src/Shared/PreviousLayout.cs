// Where the directories of today are in a previous version of the project: a directory of .proto files, or a git tree.

namespace GrpcSdk.Shared;

/// <summary>
/// Maps directories to where they were. A directory baseline stands for the deepest directory that holds all proto roots of
/// the project: for its root when there is one, otherwise each root has the sub-folder that it has today.
/// </summary>
/// <param name="currentTop">A directory of today.</param>
/// <param name="previousTop">What it was before.</param>
internal sealed class PreviousLayout(string currentTop, string previousTop)
{
    /// <summary>The directory before; null for one that does not lie in the mapped part.</summary>
    public string? Map(string directory) =>
        directory == currentTop ? previousTop
        : directory.StartsWith(WithSeparator(currentTop), StringComparison.Ordinal) ? Path.Combine(previousTop, directory.Substring(WithSeparator(currentTop).Length))
        : null;

    /// <summary>
    /// The root as it was: its files, with the same imports, from before where they are in the mapped part. What was deleted
    /// in one of the project's roots is not found again. Null when there was no .proto file at all.
    /// </summary>
    public ProtoSet? SetOf(ProjectRoot root)
    {
        if (Map(root.Directory) is not { } previousRoot || !Directory.Exists(previousRoot) || ProtoFiles.Below(previousRoot) is not { Count: > 0 } files)
        {
            return null;
        }

        // What was there before comes first: a baseline may hold what the project of today imports from elsewhere.
        string[] today = [.. root.ImportDirectories.Concat([root.Directory]).Distinct(StringComparer.Ordinal)];
        string[] then = [.. today.Select(Map).OfType<string>().Where(Directory.Exists)];
        string[] still = [.. today.Where(import => import != root.Directory && !root.Others.Contains(import) && (Map(import) is not { } previous || !Directory.Exists(previous)))];
        return ProtoSet.Create(previousRoot, [.. then, .. still], files.Where(file => root.Had(Path.Combine(root.Directory, file.Substring(previousRoot.Length + 1)))));
    }

    /// <summary>The deepest directory that holds all of the given ones; null where there is none (several drives).</summary>
    public static string? TopOf(IReadOnlyList<string> directories)
    {
        for (var top = directories.Count == 0 ? null : directories[0]; top != null; top = Path.GetDirectoryName(top))
        {
            if (directories.All(directory => directory == top || directory.StartsWith(WithSeparator(top), StringComparison.Ordinal)))
            {
                return top;
            }
        }

        return null;
    }

    private static string WithSeparator(string directory) => directory.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
}
