// A folder that is gone afterwards.

namespace GrpcSdk.Bench.Load;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("showcase-load-");

    public string Path => _folder.FullName;

    public string Below(string name) => _folder.CreateSubdirectory(name).FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
