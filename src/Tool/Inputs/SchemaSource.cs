// What a command line may name as a schema: a directory, a .proto file, an image file, or a git ref.
using GrpcSdk.Schema;
using GrpcSdk.Schema.Fixes;
using GrpcSdk.Shared;

namespace GrpcSdk.Tool.Inputs;

/// <summary>A compiled schema and where its files are.</summary>
/// <param name="DescriptorSet">The serialized <c>FileDescriptorSet</c>.</param>
/// <param name="Workspace">The files that it was compiled from, or that its files are looked for in.</param>
internal sealed record CompiledSchema(byte[] DescriptorSet, Workspace Workspace);

/// <summary>Compiles or reads schemas.</summary>
/// <param name="Protoc">The value of <c>--protoc</c>.</param>
/// <param name="ImportDirectories">The values of <c>--proto-path</c>.</param>
/// <param name="ConfigurationFile">The value of <c>--config</c>.</param>
/// <param name="Preset">What counts without a buf.yaml.</param>
/// <param name="ImageLimit">The value of <c>--max-image-size</c>, in MiB.</param>
internal sealed record SchemaSource(string? Protoc, IReadOnlyList<string> ImportDirectories, string? ConfigurationFile, BufConfiguration Preset, int ImageLimit)
{
    private IReadOnlyList<string> Imports => [.. ImportDirectories.Select(directory => Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)))];

    /// <summary>The schema that is to be checked.</summary>
    /// <exception cref="ToolException">It cannot be read or does not compile.</exception>
    public async Task<CompiledSchema> CurrentAsync(string input, CancellationToken cancellationToken)
    {
        if (Describe(input).IsImage)
        {
            var image = await ImageFile.ReadAsync(input, ImageLimit, cancellationToken);
            return new CompiledSchema(image, Workspace.ForImage(SchemaImage.OwnFileNames(image), ConfigurationFile, Preset));
        }

        var workspace = Workspace.Open(input, ConfigurationFile, Preset);
        return new CompiledSchema(await CompileAsync(workspace.ToSet(), Shared.Protoc.ForChecks, Imports, cancellationToken), workspace);
    }

    /// <summary>Files that are to be changed.</summary>
    /// <exception cref="ToolException">It is an image, there is no such directory, or it holds no .proto files.</exception>
    public Workspace Open(string input) => Describe(input).IsImage
        ? throw new ToolException($"'{input}' is an image; only .proto files can be repaired.")
        : Workspace.Open(input, ConfigurationFile, Preset);

    /// <summary>The workspace with other texts than those on the disk.</summary>
    public async Task<FixCompilation> CompileAsync(Workspace workspace, IReadOnlyDictionary<string, string> texts, CancellationToken cancellationToken)
    {
        // protoc takes a file from the first directory that has it.
        var overlay = Directory.CreateTempSubdirectory("grpcsdk-fix-");
        try
        {
            foreach (var (name, text) in texts)
            {
                var path = Path.Combine(overlay.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, text, cancellationToken);
            }

            var copy = workspace with { Directory = overlay.FullName, Roots = [overlay.FullName, .. workspace.Roots] };
            return new FixCompilation(await CompileAsync(copy.ToSet(), Shared.Protoc.ForChecks, Imports, cancellationToken));
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

    /// <summary>What the workspace is compared with, without source info.</summary>
    /// <param name="input">A directory, an image file, <c>git:REF</c> or <c>git:REF:PATH</c>.</param>
    /// <param name="current">What is compared: <c>git:REF</c> means the same as it was.</param>
    /// <param name="cancellationToken">Ends protoc and git.</param>
    /// <exception cref="ToolException">It cannot be read, does not compile, or holds no file.</exception>
    public async Task<byte[]> PreviousAsync(string input, Workspace current, CancellationToken cancellationToken)
    {
        var source = Describe(input);
        if (source.IsGit)
        {
            using var tree = await GitTree.ExtractAsync(source, current.Directory, cancellationToken);
            var place = source.GitPath is { } path ? Path.GetFullPath(Path.Combine(tree.Directory, path)) : tree.Layout.Map(current.Named) ?? tree.Directory;
            return Directory.Exists(place) || File.Exists(place)
                ? await CompileAsync(Before(place, current).ToSet(), Shared.Protoc.ForBaseline, Imports.Select(import => Then(import, tree)), cancellationToken)
                : throw new ToolException($"'{input}': there is no directory '{Path.GetRelativePath(tree.Directory, place)}' at '{source.GitRef}'.");
        }

        return source.IsImage
            ? await ImageFile.ReadAsync(input, ImageLimit, cancellationToken)
            : await CompileAsync(Before(input, current).ToSet(), Shared.Protoc.ForBaseline, Imports, cancellationToken);
    }

    /// <summary>A schema as it is, or was, for an image file.</summary>
    /// <exception cref="ToolException">It cannot be read or does not compile.</exception>
    public async Task<byte[]> ImageAsync(string input, CancellationToken cancellationToken)
    {
        var source = Describe(input);
        if (source.IsImage)
        {
            return await ImageFile.ReadAsync(input, ImageLimit, cancellationToken);
        }

        if (source.IsGit)
        {
            var here = Directory.GetCurrentDirectory();
            return await PreviousAsync(input, new Workspace(here, Preset, [here], [], here), cancellationToken);
        }

        return await CompileAsync(Workspace.Open(input, ConfigurationFile, Preset).ToSet(), Shared.Protoc.ForBaseline, Imports, cancellationToken);
    }

    /// <summary>One proto root of a project as it was; null when there was none.</summary>
    /// <param name="input">A directory, <c>git:REF</c> or <c>git:REF:PATH</c>.</param>
    /// <param name="question">The root as the build knows it.</param>
    /// <param name="cancellationToken">Ends protoc and git.</param>
    /// <exception cref="ToolException">It cannot be read or does not compile.</exception>
    public async Task<byte[]?> RootAsync(string input, RootQuestion question, CancellationToken cancellationToken)
    {
        var (root, source) = (question.Root with { ImportDirectories = Imports }, Describe(input));
        if (!source.IsGit)
        {
            return await CompileRootAsync(new PreviousLayout(question.Place, source.FullPath).SetOf(root), Directory.Exists(source.FullPath), input, question, cancellationToken);
        }

        using var tree = await GitTree.ExtractAsync(source, NearestDirectory(root.Directory), cancellationToken);
        var path = source.GitPath is null ? null : Path.GetFullPath(Path.Combine(tree.Directory, source.GitPath));
        if (path is not null && !tree.Had(path))
        {
            throw new ToolException($"'{input}': there is no directory '{source.GitPath}' at '{source.GitRef}'.");
        }

        var layout = path is null ? tree.Layout : new PreviousLayout(question.Place, path);
        return await CompileRootAsync(layout.SetOf(root), layout.Map(root.Directory) is { } then && tree.Had(then), input, question, cancellationToken);
    }

    private async Task<byte[]?> CompileRootAsync(ProtoSet? set, bool existed, string input, RootQuestion question, CancellationToken cancellationToken) =>
        set is { Files.Count: > 0 } ? await CompileAsync(set, Shared.Protoc.ForBaseline, [], cancellationToken)
        : set is not null || question.MayBeEmpty || (question.MayBeMissing && !existed) ? null
        : throw new ToolException($"The baseline '{input}' has no .proto file where the proto root '{question.Root.Directory}' was, so there is nothing to compare with.");

    /// <summary>
    /// The files before. A directory with a configuration is a workspace of its own; one without is laid out as the roots of
    /// today are.
    /// </summary>
    private Workspace Before(string place, Workspace current)
    {
        var named = Path.TrimEndingDirectorySeparator(Path.GetFullPath(place));
        if (!Directory.Exists(named) || WorkspaceConfiguration.Find(named, named) is not null
            || current.Roots.Count < 2 || PreviousLayout.TopOf(current.Roots) is not { } top)
        {
            return Workspace.Open(place, null, Preset);
        }

        var layout = new PreviousLayout(top, named);
        string[] roots = [.. current.Roots.Select(root => layout.Map(root)!).Where(Directory.Exists)];
        var files = ProtoFiles.Below(named);
        if (files.FirstOrDefault(file => !roots.Any(root => file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))) is { } stray)
        {
            throw new ToolException($"'{stray}' lies in none of the directories that stand for the modules of '{current.Directory}': {string.Join(", ", current.Roots.Select(root => $"'{layout.Map(root)}'"))}.");
        }

        return files.Count > 0
            ? new Workspace(named, Preset, roots, [.. ProtoSet.Create(named, roots, files).Files.Select(file => new SchemaTarget(file.Name))], named)
            : throw new ToolException($"No .proto files in '{place}'.");
    }

    /// <summary>An import directory of the repository as it was at the ref.</summary>
    private static string Then(string import, GitTree tree) => tree.Layout.Map(import) is { } then && Directory.Exists(then) ? then : import;

    private static string NearestDirectory(string directory)
    {
        while (!Directory.Exists(directory))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return directory;
    }

    private static BaselineSource Describe(string input) => BaselineSource.Of(input, Directory.GetCurrentDirectory());

    private Task<byte[]> CompileAsync(ProtoSet set, IReadOnlyList<string> content, IEnumerable<string> imports, CancellationToken cancellationToken) =>
        ProtocCompiler.Create(Protoc, [.. imports]).CompileAsync(set, content, cancellationToken);
}
