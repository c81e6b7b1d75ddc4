// Where things are: the repository and the protoc of the Grpc.Tools package.
using System.Reflection;
using System.Runtime.InteropServices;

namespace GrpcSdk.Build.Tests;

internal static class TestEnvironment
{
    public static string WellKnownTypes => Path.Combine(Metadata("GrpcTools"), "build", "native", "include");

    /// <summary>The grpcsdk tool of this build.</summary>
    public static string Tool => Metadata("Tool");

    /// <summary>The folder of the Grpc.Tools package.</summary>
    public static string GrpcTools => Metadata("GrpcTools");

    public static string Repository => Metadata("RepositoryRoot");

    public static string Protoc { get; } = ProtocLocator.InPackage(GrpcTools, "protoc", ProtocLocator.System, RuntimeInformation.OSArchitecture)!;

    private static string Metadata(string key) =>
        typeof(TestEnvironment).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;
}

/// <summary>A folder that is there for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("grpcsdk-build-").FullName;

    public string Path { get; }

    /// <summary>Writes a file and returns its full path.</summary>
    public string Write(string name, string content)
    {
        var path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
