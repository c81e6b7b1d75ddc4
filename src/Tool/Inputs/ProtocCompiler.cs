// Compiles files to a descriptor set with protoc, which is the only parser that we trust.
using GrpcSdk.Shared;

namespace GrpcSdk.Tool.Inputs;

/// <summary>A protoc with the directories that every run imports from.</summary>
/// <param name="Location">The compiler.</param>
/// <param name="Imports">Absolute directories with what the files themselves do not hold.</param>
internal sealed record ProtocCompiler(ProtocLocation Location, IReadOnlyList<string> Imports)
{
    /// <summary>The protoc of <c>--protoc</c>, or the one that the machine's builds use.</summary>
    /// <exception cref="ToolException">There is no protoc.</exception>
    public static ProtocCompiler Create(string? protoc, IReadOnlyList<string> imports)
    {
        if (protoc is not null && !File.Exists(protoc))
        {
            throw new ToolException($"No protoc at '{protoc}' (--protoc).");
        }

        var location = protoc is null ? ProtocLocator.Locate() : ProtocLocation.Of(Path.GetFullPath(protoc));
        return new ProtocCompiler(
            location ?? throw new ToolException(
                "No protoc found. Name it with --protoc or the environment variable PROTOBUF_PROTOC, put it on the PATH, " +
                "restore a project that references Grpc.Tools, or pass an image that 'buf build -o image.binpb' wrote."),
            imports);
    }

    /// <summary>A serialized <c>FileDescriptorSet</c> in which files that are only imported are marked as such.</summary>
    /// <param name="set">The files and their own directories.</param>
    /// <param name="content"><see cref="Protoc.ForChecks"/> or <see cref="Protoc.ForBaseline"/>.</param>
    /// <param name="cancellationToken">Ends protoc.</param>
    /// <exception cref="ToolException">A file does not compile; the message is protoc's.</exception>
    public async Task<byte[]> CompileAsync(ProtoSet set, IReadOnlyList<string> content, CancellationToken cancellationToken)
    {
        string[] directories = [.. set.ImportDirectories, .. Imports, .. Location.Include is null ? [] : new[] { Location.Include }];
        var whole = ProtoSet.Create(set.Root, [.. directories.Distinct(StringComparer.Ordinal)], set.Files.Select(file => file.FullPath));
        var scratch = Directory.CreateTempSubdirectory("grpcsdk-");
        try
        {
            var output = Path.Combine(scratch.FullName, "descriptors.binpb");
            var result = await ToolProcess.RunAsync(Location.Program, child => new Protoc(Location.Program, child).Run(whole, content, output), cancellationToken);
            return result.Succeeded
                ? DescriptorSetWire.MarkImports(await File.ReadAllBytesAsync(output, cancellationToken), whole.Files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal))
                : throw new ToolException($"The .proto files do not compile:{Environment.NewLine}{string.Join(Environment.NewLine, result.Errors.Select(Describe))}");
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static string Describe(ProtocError error) => error.File is null ? error.Text : $"{error.File}({error.Line},{error.Column}): {error.Text}";
}
