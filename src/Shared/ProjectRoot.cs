// A proto root of a project, as its build knows it: what decides which files it had before.

namespace GrpcSdk.Shared;

/// <summary>A proto root of today.</summary>
/// <param name="Directory">The root.</param>
/// <param name="ImportDirectories">What its files may import from.</param>
/// <param name="Files">Full paths of its files.</param>
/// <param name="Others">The project's other roots.</param>
internal sealed record ProjectRoot(string Directory, IReadOnlyList<string> ImportDirectories, ICollection<string> Files, IReadOnlyList<string> Others)
{
    /// <summary>
    /// The root had the file before: it has it today, or it is gone. One that is still there, but is not the project's, was
    /// not deleted; one below a deeper root is that root's.
    /// </summary>
    public bool Had(string file) =>
        Files.Contains(file)
        || (!File.Exists(file) && !Others.Any(other => IsBelow(other, Directory) && IsBelow(file, other)));

    private static bool IsBelow(string path, string directory) => path.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
