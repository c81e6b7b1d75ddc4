// Compiles a workspace to a descriptor set with protoc, which is the only parser that we trust.
using System.Text;

namespace GrpcSdk.Tool.Inputs;

/// <summary>Runs protoc over a workspace.</summary>
internal static class ProtocCompiler
{
    /// <summary>A serialized <c>FileDescriptorSet</c> with imports.</summary>
    /// <param name="workspace">The files and their roots.</param>
    /// <param name="protoc">The compiler.</param>
    /// <param name="importDirectories">Where imports are that the workspace does not hold.</param>
    /// <param name="sourceInfo">Keep positions and comments: what is checked needs them, a baseline does not.</param>
    /// <param name="cancellationToken">Ends protoc.</param>
    /// <exception cref="ToolException">A file does not compile; the message is protoc's.</exception>
    public static async Task<byte[]> CompileAsync(
        Workspace workspace,
        ProtocLocation protoc,
        IReadOnlyList<string> importDirectories,
        bool sourceInfo,
        CancellationToken cancellationToken)
    {
        var scratch = System.IO.Directory.CreateTempSubdirectory("grpcsdk-");
        try
        {
            var output = Path.Combine(scratch.FullName, "descriptors.binpb");
            var responseFile = Path.Combine(scratch.FullName, "protoc.rsp");
            await File.WriteAllLinesAsync(
                responseFile,
                Arguments(workspace, protoc, importDirectories, sourceInfo, output),
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                cancellationToken);
            var result = await ToolProcess.RunAsync(protoc.Program, workspace.Directory, ["@" + responseFile], cancellationToken: cancellationToken);
            return result.ExitCode == 0
                ? await File.ReadAllBytesAsync(output, cancellationToken)
                : throw new ToolException($"The .proto files do not compile:{Environment.NewLine}{result.Error.Trim()}");
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Arguments(
        Workspace workspace,
        ProtocLocation protoc,
        IReadOnlyList<string> importDirectories,
        bool sourceInfo,
        string output)
    {
        var directories = workspace.Roots.Concat(importDirectories.Select(Path.GetFullPath)).Concat(protoc.Include is null ? [] : [protoc.Include]);
        foreach (var directory in directories.Distinct())
        {
            yield return "--proto_path=" + directory;
        }

        yield return "--include_imports";
        if (sourceInfo)
        {
            yield return "--include_source_info";
        }

        yield return "--descriptor_set_out=" + output;
        foreach (var target in workspace.Targets)
        {
            yield return target.Name;
        }
    }
}
