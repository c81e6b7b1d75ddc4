namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("grpcsdk-schema-").FullName;

    public string File(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>The .proto files below a folder of it, relative to that folder.</summary>
    public static IReadOnlyList<string> ProtosIn(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "*.proto", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(directory, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
