// The schema that the project is compared with: an image for all its roots, or each root as it was in a directory or in git.
using System.ComponentModel;
using GrpcSdk.Shared;

namespace GrpcSdk.Build;

/// <summary>A proto root of the project with the sets that have it.</summary>
internal sealed record ProtoRoot(string Directory, IReadOnlyList<ProtoSet> Sets)
{
    /// <summary>Names the root in file names.</summary>
    public string Id { get; } = SetId.Of(Directory);

    /// <summary>What any of its files may import from.</summary>
    public IReadOnlyList<string> ImportDirectories { get; } = [.. Sets.SelectMany(set => set.ImportDirectories).Distinct(StringComparer.Ordinal)];

    /// <summary>The root beside the project's others.</summary>
    public ProjectRoot With(IReadOnlyList<ProtoRoot> roots) => new(
        Directory,
        ImportDirectories,
        new HashSet<string>(Files.Select(file => file.FullPath), StringComparer.Ordinal),
        [.. roots.Where(other => other != this).Select(other => other.Directory)]);

    public IReadOnlyList<ProtoSetFile> Files { get; } = [.. Sets.SelectMany(set => set.Files)];
}

/// <summary>Makes the descriptor files of a baseline.</summary>
internal sealed class PreviousSchemas(Protoc protoc, GrpcSdkTool tool, ChildProcess process, DescriptorOutputs outputs, BuildReport report)
{
    /// <summary>Adds the descriptor files to the items; what there is no file of was reported.</summary>
    public void AddTo(AdditionalFileItems items, BaselineSource source, IReadOnlyList<ProtoSet> sets)
    {
        ProtoRoot[] roots = [.. sets.GroupBy(set => set.Root, StringComparer.Ordinal).Select(group => new ProtoRoot(group.Key, [.. group]))];
        var hasProtos = sets.Any(set => set.Files.Count > 0);
        if (!hasProtos && !source.IsGit && !File.Exists(source.FullPath) && !Directory.Exists(source.FullPath))
        {
            // A property for all projects of a repository; this one has neither protos nor had any.
            return;
        }

        if (source.IsImage)
        {
            AddImage(items, source, roots);
            return;
        }

        if (source.IsDirectory && !Directory.Exists(source.FullPath))
        {
            report.BaselineIsMissing(source.FullPath);
            return;
        }

        // What git:REF means needs no place: every directory is where it was in the repository.
        var top = PreviousLayout.TopOf([.. roots.Select(root => root.Directory)]);
        if (top is null)
        {
            report.BaselineHasNoLayout(source.Text);
            return;
        }

        if (source.IsDirectory && hasProtos && !HasItsLayout(source, top, roots))
        {
            return;
        }

        foreach (var root in roots)
        {
            var file = source.IsGit ? FromGit(source, top, root, roots, hasProtos) : FromDirectory(source, top, root, roots);
            if (file != null)
            {
                items.AddBaseline(file, root.Sets);
            }
        }
    }

    /// <summary>The names of two files in one image are the only difference between them.</summary>
    public static bool HasAmbiguousName(IReadOnlyList<ProtoSet> sets, out ProtoSetFile[] files)
    {
        files = sets.SelectMany(set => set.Files).GroupBy(file => file.Name, StringComparer.Ordinal)
            .Select(group => group.GroupBy(file => file.FullPath, StringComparer.Ordinal).Select(same => same.First()).Take(2).ToArray())
            .FirstOrDefault(group => group.Length == 2) ?? [];
        return files.Length > 0;
    }

    private void AddImage(AdditionalFileItems items, BaselineSource source, IReadOnlyList<ProtoRoot> roots)
    {
        if (HasAmbiguousName([.. roots.SelectMany(root => root.Sets)], out var files))
        {
            report.BaselineCannotTellApart(source.Text, files[0].FullPath, files[1].FullPath);
            return;
        }

        string[] arguments = ["baseline", source.FullPath];
        var file = outputs.Make(new DescriptorRecipe(
            "baseline",
            Stamp.KeyOf(tool.Path, arguments),
            () => [],
            binary => Run(arguments, binary),
            _ => [source.FullPath]));
        if (file != null)
        {
            items.AddBaseline(file, []);
        }
    }

    /// <summary>A file that lies in no expected folder would be compared with nothing.</summary>
    private bool HasItsLayout(BaselineSource source, string top, IReadOnlyList<ProtoRoot> roots)
    {
        var files = ProtoFiles.Below(source.FullPath);
        if (files.Count == 0)
        {
            report.BaselineIsEmpty(source.FullPath);
            return false;
        }

        var layout = new PreviousLayout(top, source.FullPath);
        string[] expected = [.. roots.Select(root => layout.Map(root.Directory)!)];
        string[] known = [.. roots.SelectMany(root => root.ImportDirectories).Select(layout.Map).OfType<string>().Concat(expected)];
        if (files.FirstOrDefault(file => !known.Any(directory => file.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal))) is { } stray)
        {
            report.BaselineHasAnotherLayout(source.FullPath, stray, expected);
            return false;
        }

        return true;
    }

    private string? FromDirectory(BaselineSource source, string top, ProtoRoot root, IReadOnlyList<ProtoRoot> roots)
    {
        var set = new PreviousLayout(top, source.FullPath).SetOf(root.With(roots));
        if (set is null)
        {
            SayNew(root, source);
            return null;
        }

        return outputs.Make(new DescriptorRecipe(
            "baseline-" + root.Id,
            Stamp.KeyOf(protoc.Path, Protoc.Arguments(set, Protoc.ForBaseline)),
            () => [],
            binary => Compile(set, binary),
            descriptorSet => DescriptorOutputs.InputsOf(set, descriptorSet)));
    }

    private string? FromGit(BaselineSource source, string top, ProtoRoot root, IReadOnlyList<ProtoRoot> roots, bool hasProtos)
    {
        string[] files = [.. root.Files.Select(file => file.FullPath)];
        string[] arguments =
        [
            "baseline", source.Text, hasProtos ? "--allow-missing-root" : "--allow-empty", "--protoc", protoc.Path, "--root", root.Directory, "--place", top,
            .. roots.Where(other => other != root).SelectMany(other => new[] { "--other-root", other.Directory }),
            .. root.ImportDirectories.Where(import => import != root.Directory).SelectMany(import => new[] { "--proto-path", import }),
        ];
        var file = outputs.Make(new DescriptorRecipe(
            "baseline-" + root.Id,
            Stamp.KeyOf(tool.Path, [StateOf(source.GitRef, root.Directory), .. arguments, .. files]),
            () => [],
            binary => RunWith(files, arguments, binary),
            _ => []));
        if (file != null && DescriptorFile.IsEmpty(file))
        {
            SayNew(root, source);
            return null;
        }

        return file;
    }

    /// <summary>The names of the files go through a file: a command line has not enough room.</summary>
    private bool RunWith(string[] files, string[] arguments, string binary)
    {
        var list = binary + ".files";
        File.WriteAllLines(list, files);
        try
        {
            return Run([.. arguments, "--root-files", list], binary);
        }
        finally
        {
            File.Delete(list);
        }
    }

    private void SayNew(ProtoRoot root, BaselineSource source)
    {
        if (root.Files.Count > 0)
        {
            report.RootIsNew(root.Directory, source.Text);
        }
    }

    /// <summary>A branch moves: what it points to decides whether the last result is still good. Where that cannot be told, the tool says what is wrong.</summary>
    private string StateOf(string reference, string directory)
    {
        if (GitRefs.Read(reference, directory) is { } found)
        {
            return found;
        }

        try
        {
            var outcome = process.Run(GitCommand.Program, directory, GitCommand.Arguments("rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}"));
            return outcome.ExitCode == 0 ? outcome.Output.Trim() : "";
        }
        catch (Win32Exception)
        {
            return "";
        }
    }

    private bool Compile(ProtoSet set, string binary)
    {
        if (set.Files.Count == 0)
        {
            File.WriteAllBytes(binary, []);
            return true;
        }

        var result = protoc.Run(set, Protoc.ForBaseline, binary);
        report.BaselineDoesNotCompile(result.Errors);
        if (result.Succeeded)
        {
            File.WriteAllBytes(binary, DescriptorSetWire.MarkImports(File.ReadAllBytes(binary), new HashSet<string>(set.Files.Select(file => file.Name), StringComparer.Ordinal)));
        }

        return result.Succeeded;
    }

    private bool Run(string[] arguments, string binary)
    {
        if (tool.Run([.. arguments, "--output", binary], out var reason))
        {
            return true;
        }

        report.BaselineCannotBeRead(reason);
        return false;
    }
}
