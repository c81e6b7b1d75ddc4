// The packages of package.json, installed when they are not.

using GrpcSdk.Tests.Shared;

[assembly: AssemblyFixture(typeof(Showcase.Tests.Support.NodeModules))]

namespace Showcase.Tests.Support;

public sealed class NodeModules : IAsyncLifetime
{
    internal string Path { get; } = System.IO.Path.Combine(RepositoryPaths.Root, "node_modules");

    internal string Buf => System.IO.Path.Combine(Path, ".bin", "buf");

    public async ValueTask InitializeAsync() => await NpmPackages.InstallAsync(RepositoryPaths.Root);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
