using System.Runtime.InteropServices;
using GrpcSdk.Shared;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>The protoc of Grpc.Tools, run as the build runs it.</summary>
internal static class Protoc
{
    /// <summary>Compiles files below a directory to a descriptor set with imports and source info.</summary>
    public static async Task<byte[]> CompileAsync(string root, IEnumerable<string> files, params string[] importDirectories)
    {
        string[] directories = [root, .. importDirectories, Path.Combine(AppContext.BaseDirectory, "Protos"), Path.Combine(TestEnvironment.GrpcToolsDirectory, "build", "native", "include")];
        var set = ProtoSet.Create(root, directories, files.Select(file => directories.Select(directory => Path.Combine(directory, file)).First(File.Exists)));
        var output = Path.GetTempFileName();
        try
        {
            var result = await Task.Run(() => new Shared.Protoc(Program, new ChildProcess()).Run(set, Shared.Protoc.ForChecks, output));
            return result.Succeeded
                ? await File.ReadAllBytesAsync(output)
                : throw new InvalidOperationException($"protoc failed: {string.Join('\n', result.Errors.Select(error => $"{error.File}:{error.Line}:{error.Column}: {error.Text}"))}");
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>Generates the C# of messages and services as Grpc.Tools does; base_namespace= keeps files of equal names apart.</summary>
    public static async Task GenerateAsync(string root, IEnumerable<string> files, string output, params string[] importDirectories)
    {
        Directory.CreateDirectory(output);
        var arguments = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(arguments,
            [
                "--proto_path=" + root,
                .. importDirectories.Select(directory => "--proto_path=" + directory),
                "--proto_path=" + Path.Combine(TestEnvironment.GrpcToolsDirectory, "build", "native", "include"),
                "--plugin=protoc-gen-grpc=" + Tool("grpc_csharp_plugin"),
                "--csharp_out=" + output,
                "--csharp_opt=base_namespace=",
                "--grpc_out=" + output,
                "--grpc_opt=base_namespace=",
                .. files,
            ]);
            var result = await ProcessRunner.RunAsync(Program, root, "@" + arguments);
            Assert.True(result.ExitCode == 0, $"protoc failed: {result.Error}");
        }
        finally
        {
            File.Delete(arguments);
        }
    }

    private static string Program => Tool("protoc");

    private static string Tool(string name) =>
        ProtocLocator.InPackage(TestEnvironment.GrpcToolsDirectory, name, ProtocLocator.System, RuntimeInformation.OSArchitecture)!;
}
