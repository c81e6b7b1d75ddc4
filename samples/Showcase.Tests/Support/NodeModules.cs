// The packages of package.json, installed when they are not.

[assembly: AssemblyFixture(typeof(Showcase.Tests.Support.NodeModules))]

namespace Showcase.Tests.Support;

public sealed class NodeModules : IAsyncLifetime
{
    /// <summary>The folder of the packages.</summary>
    internal Part<string> Folder { get; } = new();

    /// <summary>The folder of the packages, for a test: skips it when there is no npm.</summary>
    internal string Path => Folder.Value;

    internal string Buf => System.IO.Path.Combine(Path, ".bin", "buf");

    public async ValueTask InitializeAsync() => await Folder.StartAsync(async () =>
    {
        await NpmPackages.InstallAsync(RepositoryPaths.Root);
        return System.IO.Path.Combine(RepositoryPaths.Root, "node_modules");
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
