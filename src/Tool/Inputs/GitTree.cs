// The .proto files of a repository as they were at a git ref, read with the git command into a temporary directory.
using System.Globalization;
using System.Text;
using GrpcSdk.Shared;

namespace GrpcSdk.Tool.Inputs;

/// <summary>A repository's .proto files and configurations of buf at a ref.</summary>
internal sealed class GitTree : IDisposable
{
    private const string LinkMode = "120000";

    private readonly DirectoryInfo _scratch;

    private readonly IReadOnlyCollection<string> _paths;

    private GitTree(DirectoryInfo scratch, string repository, IReadOnlyCollection<string> paths)
    {
        _scratch = scratch;
        _paths = paths;
        Repository = repository;
        Layout = new PreviousLayout(repository, scratch.FullName);
    }

    /// <summary>The repository's root.</summary>
    public string Repository { get; }

    /// <summary>The root as it was.</summary>
    public string Directory => _scratch.FullName;

    /// <summary>Where today's directories of the repository were.</summary>
    public PreviousLayout Layout { get; }

    /// <summary>Extracts the ref.</summary>
    /// <param name="source"><c>git:REF</c> or <c>git:REF:PATH</c>.</param>
    /// <param name="directory">A directory in the repository.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="ToolException">No repository, or no such ref (a shallow clone is named as the cause).</exception>
    public static async Task<GitTree> ExtractAsync(BaselineSource source, string directory, CancellationToken cancellationToken)
    {
        // A linked working directory has another path for git than for whoever named it: go up by what git calls it.
        var git = new Git(cancellationToken);
        var repository = await git.RunAsync(directory, "rev-parse", "--show-cdup") is { ExitCode: 0 } result
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(directory, result.Output.Trim())))
            : throw new ToolException($"'{source.Text}' needs a git repository, and '{directory}' is not in one.");
        await RequireRefAsync(git, source, repository);

        var scratch = System.IO.Directory.CreateTempSubdirectory("grpcsdk-git-");
        try
        {
            // The search for a buf.yaml ends here.
            scratch.CreateSubdirectory(".git");
            return new GitTree(scratch, repository, await git.ExtractAsync(repository, source.GitRef, scratch.FullName));
        }
        catch
        {
            scratch.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>The directory was there, with whatever files: only those of schemas are extracted.</summary>
    public bool Had(string directory)
    {
        var place = Path.GetRelativePath(Directory, directory).Replace('\\', '/');
        return place == "." || _paths.Any(path => path.StartsWith(place + "/", StringComparison.Ordinal));
    }

    public void Dispose() => _scratch.Delete(recursive: true);

    private static async Task RequireRefAsync(Git git, BaselineSource source, string repository)
    {
        var reference = source.GitRef;
        var found = reference.Length > 0
            && (await git.RunAsync(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}")).ExitCode == 0;
        if (found)
        {
            return;
        }

        var shallow = (await git.RunAsync(repository, "rev-parse", "--is-shallow-repository")).Output.Trim() == "true";
        throw new ToolException(
            $"'{source.Text}': the repository has no ref '{reference}'." +
            (shallow ? " It is a shallow clone: fetch the ref first (git fetch origin REF, or fetch-depth: 0 in the checkout of the CI)." : ""));
    }

    /// <summary>An entry of a tree.</summary>
    private sealed record Entry(string Mode, string Id, string Path);

    private sealed class Git(CancellationToken cancellationToken)
    {
        public Task<ProcessOutcome> RunAsync(string directory, params string[] command) =>
            ToolProcess.RunAsync(GitCommand.Program, child => child.Run(GitCommand.Program, directory, GitCommand.Arguments(command)), cancellationToken);

        /// <summary>
        /// Writes what a workspace is made of. Blobs come as they are: `git archive` would leave out what .gitattributes
        /// says, and a checkout would run filters.
        /// </summary>
        public async Task<IReadOnlyCollection<string>> ExtractAsync(string repository, string reference, string target)
        {
            var list = await RunAsync(repository, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", reference);
            var entries = list.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(ParseEntry).ToList();
            var files = entries.Where(entry => entry.Mode != LinkMode && IsWanted(entry.Path)).ToList();
            var links = entries.Where(entry => entry.Mode == LinkMode).ToList();
            var ids = files.Concat(links).Select(entry => entry.Id).Distinct(StringComparer.Ordinal).ToList();
            var blobs = ids.Count == 0 ? [] : await ReadAsync(repository, ids);
            foreach (var entry in files)
            {
                Write(target, entry.Path, blobs[entry.Id]);
            }

            foreach (var link in links)
            {
                WriteLinked(target, link.Path, Encoding.UTF8.GetString(blobs[link.Id]), files, blobs);
            }

            return [.. entries.Select(entry => entry.Path)];
        }

        private Task<Dictionary<string, byte[]>> ReadAsync(string repository, IReadOnlyList<string> ids)
        {
            var blobs = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            return ToolProcess.RunAsync(
                GitCommand.Program,
                child =>
                {
                    child.Run(GitCommand.Program, repository, GitCommand.Arguments("cat-file", "--batch"), output => ReadBlobs(output, blobs), string.Join('\n', ids) + "\n");
                    return blobs;
                },
                cancellationToken);
        }

        /// <summary>git-cat-file(1): a line with id, type and size, the content, a line break.</summary>
        private static void ReadBlobs(Stream output, Dictionary<string, byte[]> blobs)
        {
            using var buffered = new BufferedStream(output, 1 << 16);
            while (ReadLine(buffered) is { Length: > 0 } line)
            {
                var parts = line.Split(' ');
                if (parts.Length != 3)
                {
                    throw new ToolException($"git has no object '{parts[0]}': the clone is partial or damaged. Fetch the ref first.");
                }

                var content = new byte[int.Parse(parts[2], CultureInfo.InvariantCulture)];
                buffered.ReadExactly(content);
                buffered.ReadByte();
                blobs[parts[0]] = content;
            }
        }

        private static string ReadLine(Stream stream)
        {
            var line = new StringBuilder();
            for (var next = stream.ReadByte(); next >= 0 && next != '\n'; next = stream.ReadByte())
            {
                line.Append((char)next);
            }

            return line.ToString();
        }

        /// <summary>A link of the repository to a file or a directory in it, as a copy; one that leads elsewhere is nothing.</summary>
        private static void WriteLinked(string target, string path, string linked, IEnumerable<Entry> files, Dictionary<string, byte[]> blobs)
        {
            var place = Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(path) ?? "", linked))).Replace('\\', '/');
            foreach (var file in files.Where(file => file.Path == place || file.Path.StartsWith(place + "/", StringComparison.Ordinal)))
            {
                var copy = path + file.Path[place.Length..];
                if (IsWanted(copy))
                {
                    Write(target, copy, blobs[file.Id]);
                }
            }
        }

        private static void Write(string target, string path, byte[] content)
        {
            if (path.Any(char.IsControl))
            {
                throw new ToolException($"The repository has a file '{ProtoPath.Escape(path)}', whose name contains a control character.");
            }

            var file = Path.GetFullPath(Path.Combine(target, path));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }

        private static Entry ParseEntry(string entry)
        {
            // MODE TYPE ID TAB PATH
            var tab = entry.IndexOf('\t', StringComparison.Ordinal);
            var fields = entry[..tab].Split(' ');
            return new Entry(fields[0], fields[2], entry[(tab + 1)..]);
        }

        private static bool IsWanted(string path) =>
            path.EndsWith(".proto", StringComparison.Ordinal) || Path.GetFileName(path) is BufYaml.Name or BufYaml.WorkspaceName;
    }
}
