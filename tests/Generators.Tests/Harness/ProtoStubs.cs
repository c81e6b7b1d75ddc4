// Compiles proto text to C# stubs with the protoc and the plugin that users have: Grpc.Tools'.
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using Google.Protobuf.Reflection;
using GrpcSdk.Shared;

namespace GrpcSdk.Generators.Tests.Harness;

/// <summary>Proto text in, C# sources out; the same text is compiled once per test run.</summary>
internal static class ProtoStubs
{
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<string>>> Cache = new();

    private static string Tools { get; } = Path.Combine(
        typeof(ProtoStubs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "GrpcToolsPath").Value!,
        "tools",
        $"{Platform()}_{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}");

    /// <summary>One proto file, named <c>test.proto</c>.</summary>
    public static IReadOnlyList<string> Compile(string proto) => Compile([("test.proto", proto)]);

    /// <summary>Several files that may import one another; the well-known types are there too.</summary>
    public static IReadOnlyList<string> Compile(params (string Name, string Text)[] files) =>
        Cache.GetOrAdd(string.Join('\0', files), _ => new(() => Run(files))).Value;

    /// <summary>Proto files on disk, below one or more roots.</summary>
    public static IReadOnlyList<string> CompileFiles(IReadOnlyList<string> roots, IReadOnlyList<string> names)
    {
        var output = Directory.CreateTempSubdirectory("grpcsdk-stubs");
        try
        {
            return CompileInto(output.FullName, roots, names);
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    /// <summary>The descriptors of proto files on disk and of what they import.</summary>
    public static FileDescriptorSet Descriptors(IReadOnlyList<string> roots, IReadOnlyList<string> names)
    {
        var output = Directory.CreateTempSubdirectory("grpcsdk-descriptors");
        try
        {
            var file = Path.Combine(output.FullName, "set.pb");
            string[] directories = [.. roots, WellKnownTypes];
            var set = ProtoSet.Create(roots[0], directories, names.Select(name => directories.Select(directory => Path.Combine(directory, name)).First(File.Exists)));
            var result = new Shared.Protoc(Executable("protoc"), new ChildProcess()).Run(set, Shared.Protoc.ForBaseline, file);
            Assert.True(result.Succeeded, string.Join('\n', result.Errors));
            return FileDescriptorSet.Parser.ParseFrom(File.ReadAllBytes(file));
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<string> Run((string Name, string Text)[] files)
    {
        var root = Directory.CreateTempSubdirectory("grpcsdk-protos");
        try
        {
            foreach (var (name, text) in files)
            {
                var path = Path.Combine(root.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }

            return CompileFiles([root.FullName], [.. files.Select(f => f.Name)]);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<string> CompileInto(string output, IReadOnlyList<string> roots, IReadOnlyList<string> names)
    {
        Protoc(
            [
                .. Imports(roots),
                // Files of one name in different folders would overwrite one another without a base namespace.
                $"--csharp_out={output}", "--csharp_opt=base_namespace=", $"--grpc_out={output}", "--grpc_opt=base_namespace=",
                $"--plugin=protoc-gen-grpc={Executable("grpc_csharp_plugin")}",
                .. names,
            ],
            output);
        return [.. Directory.EnumerateFiles(output, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
    }

    private static IEnumerable<string> Imports(IReadOnlyList<string> roots) =>
        roots.Append(WellKnownTypes).Select(r => $"-I{r}");

    private static void Protoc(IReadOnlyList<string> arguments, string folder)
    {
        var responseFile = Path.Combine(folder, "protoc.rsp");
        File.WriteAllLines(responseFile, arguments);
        var outcome = new ChildProcess().Run(Executable("protoc"), folder, [$"@{responseFile}"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }

    private static string WellKnownTypes => Path.GetFullPath(Path.Combine(Tools, "..", "..", "build", "native", "include"));

    private static string Executable(string name) =>
        Path.Combine(Tools, OperatingSystem.IsWindows() ? name + ".exe" : name);

    private static string Platform() =>
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macosx" : "linux";
}
