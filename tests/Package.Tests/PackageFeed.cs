using System.Globalization;

[assembly: AssemblyFixture(typeof(GrpcSdk.Package.Tests.PackageFeed))]

namespace GrpcSdk.Package.Tests;

/// <summary>
/// The packages under test, once per run: packed from this repository under a version that no cache has seen, or, where
/// the environment variable GRPCSDK_PACKAGES names a folder with them, taken from there.
/// </summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private const string Variable = "GRPCSDK_PACKAGES";

    /// <summary>The folder that holds the packages.</summary>
    public string Directory { get; private set; } = "";

    /// <summary>Their version.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The path of a package.</summary>
    public string PathOf(string id, string extension = "nupkg") => Path.Combine(Directory, $"{id}.{Version}.{extension}");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            Directory = Path.GetFullPath(given, Repository.Root);
            Version = VersionIn(Directory);
            return;
        }

        await PackAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    /// <summary>Builds below artifacts/, apart from everybody's bin and obj, so that only what changed is compiled again.</summary>
    private async Task PackAsync()
    {
        var work = Path.Combine(Repository.Root, "artifacts", "package-tests");
        Directory = Path.Combine(work, "packages");
        System.IO.Directory.CreateDirectory(work);
        await using var alone = OpenLock(Path.Combine(work, ".lock"));
        if (System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }

        Version = "0.1.0-test." + DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var result = await DotNet.RunAsync(
            Repository.Root,
            null,
            "pack",
            Path.Combine("eng", "GrpcSdk.Packages.slnf"),
            "-c", "Release",
            "-o", Directory,
            "--artifacts-path", Path.Combine(work, "build"),
            "-p:UseArtifactsOutput=true",
            "-p:PackageVersion=" + Version);
        result.EnsureSuccess();
    }

    /// <summary>Two runs at once on one clone would pack into the same folder: the second fails with a clear reason.</summary>
    private static FileStream OpenLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException($"Another run of these tests is packing ({path}). Set {Variable} to share its packages.", exception);
        }
    }

    private static string VersionIn(string directory)
    {
        const string Prefix = "GrpcSdk.Runtime.";
        var package = System.IO.Directory.GetFiles(directory, Prefix + "*.nupkg").OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault()
            ?? throw new InvalidOperationException($"{Variable} names '{directory}', which holds no {Prefix}*.nupkg.");
        return Path.GetFileNameWithoutExtension(package)[Prefix.Length..];
    }
}
