using System.Runtime.InteropServices;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>The protoc of Grpc.Tools, run as the build runs it.</summary>
internal static class Protoc
{
    /// <summary>Compiles files below a directory to a descriptor set with imports and source info.</summary>
    public static async Task<byte[]> CompileAsync(string root, IEnumerable<string> files, params string[] importDirectories)
    {
        var output = Path.GetTempFileName();
        var arguments = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(arguments,
            [
                "--proto_path=" + root,
                .. importDirectories.Select(directory => "--proto_path=" + directory),
                "--proto_path=" + Path.Combine(AppContext.BaseDirectory, "Protos"),
                "--proto_path=" + Path.Combine(TestEnvironment.GrpcToolsDirectory, "build", "native", "include"),
                "--include_imports",
                "--include_source_info",
                "--descriptor_set_out=" + output,
                .. files,
            ]);
            var result = await ProcessRunner.RunAsync(Program, root, "@" + arguments);
            return result.ExitCode == 0
                ? await File.ReadAllBytesAsync(output)
                : throw new InvalidOperationException($"protoc failed: {result.Error}");
        }
        finally
        {
            File.Delete(output);
            File.Delete(arguments);
        }
    }

    private static string Program => Path.Combine(
        TestEnvironment.GrpcToolsDirectory,
        "tools",
        OperatingSystem.IsWindows() ? "windows_x64" : OperatingSystem.IsMacOS() ? "macosx_x64" : RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux_arm64" : "linux_x64",
        "protoc" + TestEnvironment.ExecutableExtension);
}
