// Where things are: the repository and the protoc of the Grpc.Tools package.
using System.Reflection;
using System.Runtime.InteropServices;

namespace GrpcSdk.Build.Tests;

internal static class TestEnvironment
{
    public static string WellKnownTypes => Path.Combine(Metadata("GrpcTools"), "build", "native", "include");

    /// <summary>The grpcsdk tool of this build.</summary>
    public static string Tool => Metadata("Tool");

    public static string Protoc { get; } = FindProtoc();

    private static string FindProtoc()
    {
        var cpu = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var folder = OperatingSystem.IsWindows() ? "windows_x64" : OperatingSystem.IsMacOS() ? "macosx_universal" : "linux_" + cpu;
        return Path.Combine(Metadata("GrpcTools"), "tools", folder, OperatingSystem.IsWindows() ? "protoc.exe" : "protoc");
    }

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
