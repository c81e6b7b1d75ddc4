// Descriptors of .proto files, by the protoc that the build uses.

using Google.Protobuf.Reflection;
using Showcase.Tests.Support;

namespace Showcase.Tests.Protos;

internal static class DescriptorSets
{
    /// <summary>Compiles one file.</summary>
    public static async Task<FileDescriptorProto> CompileAsync(string file, params IEnumerable<string> roots)
    {
        var output = Path.GetTempFileName();
        try
        {
            var arguments = new List<string> { "protoc", $"--descriptor_set_out={output}", file };
            arguments.AddRange(roots.Select(root => $"--proto_path={root}"));
            (await Command.RunAsync(Path.Combine(RepositoryPaths.Root, "eng/grpc-tools.sh"), arguments)).Succeeded();
            return Assert.Single(FileDescriptorSet.Parser.ParseFrom(await File.ReadAllBytesAsync(output)).File);
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>Leaves only what the wire and the generated names depend on.</summary>
    public static FileDescriptorProto WithoutOptions(FileDescriptorProto file)
    {
        var bare = file.Clone();
        bare.Options = new Google.Protobuf.Reflection.FileOptions { CsharpNamespace = file.Options.CsharpNamespace };
        bare.Dependency.Clear();
        foreach (var service in bare.Service)
        {
            service.Options = null;
            foreach (var method in service.Method)
            {
                method.Options = null;
            }
        }

        foreach (var field in bare.MessageType.SelectMany(message => message.Field))
        {
            field.Options = null;
        }

        return bare;
    }
}
