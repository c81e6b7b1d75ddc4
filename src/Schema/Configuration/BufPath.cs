namespace GrpcSdk.Schema.Configuration;

/// <summary>Relative paths as buf.yaml writes them: <c>/</c>, no <c>.</c> or <c>..</c> inside; <c>.</c> is the directory itself.</summary>
internal static class BufPath
{
    /// <summary>The directory that paths are relative to.</summary>
    public const string Root = ".";

    /// <summary>The path equals the directory or lies below it.</summary>
    public static bool Contains(string directory, string path) =>
        directory == Root
        || (path.StartsWith(directory, StringComparison.Ordinal)
            && (path.Length == directory.Length || path[directory.Length] == '/'));

    /// <summary>The path as seen from a directory that contains it.</summary>
    public static string RelativeTo(string directory, string path) =>
        directory == Root ? path
        : path.Length == directory.Length ? Root
        : path.Substring(directory.Length + 1);

    /// <summary>A path below a directory.</summary>
    public static string Join(string directory, string path) =>
        directory == Root ? path
        : path == Root ? directory
        : directory + "/" + path;

    /// <summary>The directory of a file.</summary>
    public static string DirectoryOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? Root : path.Substring(0, slash);
    }

    /// <summary>The path without <c>./</c>, doubled slashes and inner <c>..</c>; <see langword="null"/> when it is absolute or leaves its directory.</summary>
    public static string? Normalize(string path)
    {
        if (path.StartsWith("/", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                return null;
            }
        }

        return parts.Count == 0 ? Root : string.Join("/", parts);
    }
}
