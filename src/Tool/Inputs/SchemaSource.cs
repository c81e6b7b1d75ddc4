// What a command line may name as a schema: a directory, an image file, or a git ref.
using GrpcSdk.Schema;
using GrpcSdk.Schema.Fixes;

namespace GrpcSdk.Tool.Inputs;

/// <summary>A compiled schema and where its files are.</summary>
/// <param name="DescriptorSet">The serialized <c>FileDescriptorSet</c>.</param>
/// <param name="Workspace">The directory that it was compiled from, or that its files are looked for in.</param>
internal sealed record CompiledSchema(byte[] DescriptorSet, Workspace Workspace);

/// <summary>Compiles or reads schemas.</summary>
/// <param name="Protoc">The value of <c>--protoc</c>.</param>
/// <param name="Imports">The values of <c>--proto-path</c>.</param>
/// <param name="ConfigurationFile">The value of <c>--config</c>.</param>
/// <param name="Preset">What counts without a buf.yaml.</param>
internal sealed record SchemaSource(string? Protoc, IReadOnlyList<string> Imports, string? ConfigurationFile, BufConfiguration Preset)
{
    /// <summary>The schema that is to be checked.</summary>
    /// <exception cref="ToolException">It cannot be read or does not compile.</exception>
    public async Task<CompiledSchema> CurrentAsync(string input, CancellationToken cancellationToken)
    {
        if (ImageFile.IsImage(input))
        {
            var image = await ImageFile.ReadAsync(input, cancellationToken);
            return new CompiledSchema(image, Workspace.ForImage(SchemaImage.OwnFileNames(image), ConfigurationFile, Preset));
        }

        var workspace = Workspace.Open(input, ConfigurationFile, Preset);
        return new CompiledSchema(await CompileAsync(workspace, sourceInfo: true, cancellationToken), workspace);
    }

    /// <summary>A directory whose files are to be changed.</summary>
    /// <exception cref="ToolException">It is an image, there is no such directory, or it holds no .proto files.</exception>
    public Workspace Open(string input) => ImageFile.IsImage(input)
        ? throw new ToolException($"'{input}' is an image; only a directory of .proto files can be repaired.")
        : Workspace.Open(input, ConfigurationFile, Preset);

    /// <summary>The workspace with other texts than those on the disk.</summary>
    public async Task<FixCompilation> CompileAsync(Workspace workspace, IReadOnlyDictionary<string, string> texts, CancellationToken cancellationToken)
    {
        // protoc takes a file from the first directory that has it.
        var overlay = System.IO.Directory.CreateTempSubdirectory("grpcsdk-fix-");
        try
        {
            foreach (var (name, text) in texts)
            {
                var path = Path.Combine(overlay.FullName, "protos", name);
                System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, text, cancellationToken);
            }

            var copy = workspace with { Directory = overlay.FullName, Roots = [Path.Combine(overlay.FullName, "protos"), .. workspace.Roots] };
            return new FixCompilation(await CompileAsync(copy, sourceInfo: true, cancellationToken));
        }
        catch (ToolException exception)
        {
            return new FixCompilation(null, exception.Message);
        }
        finally
        {
            overlay.Delete(recursive: true);
        }
    }

    /// <summary>A schema to compare with, without source info.</summary>
    /// <param name="input">A directory, an image file, <c>git:REF</c> or <c>git:REF:PATH</c>.</param>
    /// <param name="directory">The directory that <c>git:REF</c> means.</param>
    /// <param name="cancellationToken">Ends protoc and git.</param>
    /// <exception cref="ToolException">It cannot be read or does not compile.</exception>
    public async Task<byte[]> BaselineAsync(string input, string directory, CancellationToken cancellationToken)
    {
        if (input.StartsWith(GitTree.Prefix, StringComparison.Ordinal))
        {
            using var tree = await GitTree.ExtractAsync(input, directory, cancellationToken);
            return await CompileDirectoryAsync(tree.Directory, cancellationToken);
        }

        return ImageFile.IsImage(input)
            ? await ImageFile.ReadAsync(input, cancellationToken)
            : await CompileDirectoryAsync(input, cancellationToken);
    }

    private Task<byte[]> CompileDirectoryAsync(string directory, CancellationToken cancellationToken) =>
        CompileAsync(Workspace.Open(directory, null, Preset), sourceInfo: false, cancellationToken);

    private Task<byte[]> CompileAsync(Workspace workspace, bool sourceInfo, CancellationToken cancellationToken) =>
        ProtocCompiler.CompileAsync(workspace, ProtocLocator.Locate(Protoc), Imports, sourceInfo, cancellationToken);
}
