// What a git ref points to, read from the repository's own files: a build that has seen it need not start git.

namespace GrpcSdk.Shared;

/// <summary>Refs as git keeps them: a file each, or a line of packed-refs.</summary>
internal static class GitRefs
{
    private const int MostSymbolicRefs = 5;
    private const string Symbolic = "ref: ";

    /// <summary>
    /// The object that a branch, tag or HEAD points to; the id itself for a full one; null for what only git can resolve
    /// (<c>HEAD~1</c>, an abbreviated id, a repository that keeps its refs in another form) and outside of a repository.
    /// </summary>
    /// <param name="reference">The ref, as gitrevisions(7) looks it up.</param>
    /// <param name="directory">A directory in the repository.</param>
    public static string? Read(string reference, string directory)
    {
        if (reference.Length is 40 or 64 && reference.All(IsHex))
        {
            return reference;
        }

        if (GitDirectoryOf(directory) is not { } git || reference.Length == 0 || reference.Any(IsSpecial) || reference.Contains(".."))
        {
            return null;
        }

        var common = Path.Combine(git, "commondir") is var file && File.Exists(file)
            ? Path.GetFullPath(Path.Combine(git, File.ReadAllText(file).Trim()))
            : git;
        string[] names = [reference, "refs/" + reference, "refs/tags/" + reference, "refs/heads/" + reference, "refs/remotes/" + reference, "refs/remotes/" + reference + "/HEAD"];
        return names.Select(name => Follow(name, git, common, MostSymbolicRefs)).FirstOrDefault(found => found != null);
    }

    private static string? GitDirectoryOf(string directory)
    {
        for (var current = new DirectoryInfo(directory); current != null; current = current.Parent)
        {
            var git = Path.Combine(current.FullName, ".git");
            if (Directory.Exists(git))
            {
                return git;
            }

            if (File.Exists(git))
            {
                // A worktree or a submodule: the file names the directory.
                var text = File.ReadAllText(git).Trim();
                return text.StartsWith("gitdir: ", StringComparison.Ordinal) ? Path.GetFullPath(Path.Combine(current.FullName, text.Substring(8))) : null;
            }
        }

        return null;
    }

    private static string? Follow(string name, string git, string common, int left)
    {
        var content = new[] { git, common }.Select(directory => Path.Combine(directory, name)).Where(File.Exists).Select(File.ReadAllText).FirstOrDefault()?.Trim()
            ?? Packed(name, common);
        return content is null ? null
            : content.StartsWith(Symbolic, StringComparison.Ordinal) ? left == 0 ? null : Follow(content.Substring(Symbolic.Length), git, common, left - 1)
            : content.All(IsHex) && content.Length is 40 or 64 ? content
            : null;
    }

    private static string? Packed(string name, string common)
    {
        var file = Path.Combine(common, "packed-refs");
        return File.Exists(file)
            ? File.ReadLines(file).Where(line => line.EndsWith(" " + name, StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).FirstOrDefault()
            : null;
    }

    private static bool IsHex(char character) => character is (>= '0' and <= '9') or (>= 'a' and <= 'f');

    private static bool IsSpecial(char character) => char.IsControl(character) || " ~^:?*[\\@{".Contains(character);
}
