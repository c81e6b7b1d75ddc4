// The instructions of deploy/Dockerfile.

using Showcase.Tests.Support;

namespace Showcase.Tests.Deploy;

internal static class Dockerfile
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "deploy");

    /// <summary>The arguments of all instructions, in their order, by the name of the instruction.</summary>
    public static ILookup<string, string> Read() =>
        File.ReadLines(Path.Combine(Folder, "Dockerfile"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2))
            .ToLookup(line => line[0], line => line[1]);

    /// <summary>Copies what <c>COPY . .</c> copies: what is in the repository but for what the ignore file names.</summary>
    public static async Task CopyContextAsync(string destination)
    {
        // Every pattern there is a folder, of the root or (**/) anywhere.
        var ignored = File.ReadLines(Path.Combine(Folder, "Dockerfile.dockerignore")).Where(line => line.Length > 0 && line[0] != '#').ToList();
        var files = (await Command.RunAsync("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")).Succeeded().Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        foreach (var file in files.Where(file => File.Exists(Path.Combine(RepositoryPaths.Root, file)) && !ignored.Exists(folder => IsBelow(file, folder))))
        {
            var copy = Path.Combine(destination, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(RepositoryPaths.Root, file), copy);
        }
    }

    private static bool IsBelow(string file, string folder) =>
        folder.StartsWith("**/", StringComparison.Ordinal)
            ? $"/{file}".Contains($"/{folder[3..]}/", StringComparison.Ordinal)
            : file.StartsWith($"{folder}/", StringComparison.Ordinal);
}
