// A directory as it was at a git ref, read with the git command into a temporary directory.
using System.Formats.Tar;

namespace GrpcSdk.Tool.Inputs;

/// <summary>The files of a ref: <c>git:main</c> for the current directory as it was, <c>git:v1.2.0:protos</c> for another one.</summary>
internal sealed class GitTree : IDisposable
{
    public const string Prefix = "git:";

    private readonly DirectoryInfo _scratch;

    private GitTree(DirectoryInfo scratch, string directory)
    {
        _scratch = scratch;
        Directory = directory;
    }

    /// <summary>The directory with the files.</summary>
    public string Directory { get; }

    /// <summary>Extracts the ref.</summary>
    /// <param name="specification"><c>git:REF</c> or <c>git:REF:PATH</c>; PATH is relative to the repository's root.</param>
    /// <param name="directory">The directory that REF alone means.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="ToolException">No repository, no such ref (a shallow clone is named as the cause), or no such path.</exception>
    public static async Task<GitTree> ExtractAsync(string specification, string directory, CancellationToken cancellationToken)
    {
        var parts = specification[Prefix.Length..].Split(':', 2);
        var root = (await GitAsync(directory, ["rev-parse", "--show-toplevel"], cancellationToken)) is { ExitCode: 0 } result
            ? result.Output.Trim()
            : throw new ToolException($"'{specification}' needs a git repository, and '{directory}' is not in one.");
        await RequireRefAsync(specification, parts[0], root, cancellationToken);

        var path = parts.Length == 2 ? parts[1].Trim('/') : (await GitAsync(directory, ["rev-parse", "--show-prefix"], cancellationToken)).Output.Trim().TrimEnd('/');
        var scratch = System.IO.Directory.CreateTempSubdirectory("grpcsdk-git-");
        try
        {
            var tree = path.Length == 0 ? parts[0] : $"{parts[0]}:{path}";
            var archive = await ToolProcess.RunAsync(
                "git",
                root,
                ["archive", "--format=tar", tree],
                output => ExtractProtosAsync(output, scratch.FullName, cancellationToken),
                cancellationToken);
            return archive.ExitCode == 0
                ? new GitTree(scratch, scratch.FullName)
                : throw new ToolException($"'{specification}': there is no directory '{path}' at '{parts[0]}'.");
        }
        catch
        {
            scratch.Delete(recursive: true);
            throw;
        }
    }

    public void Dispose() => _scratch.Delete(recursive: true);

    private static async Task RequireRefAsync(string specification, string reference, string root, CancellationToken cancellationToken)
    {
        // A ref that begins with a dash would be an option.
        var found = reference.Length > 0 && reference[0] != '-'
            && (await GitAsync(root, ["rev-parse", "--verify", "--quiet", reference + "^{commit}"], cancellationToken)).ExitCode == 0;
        if (found)
        {
            return;
        }

        var shallow = (await GitAsync(root, ["rev-parse", "--is-shallow-repository"], cancellationToken)).Output.Trim() == "true";
        throw new ToolException(
            $"'{specification}': the repository has no ref '{reference}'." +
            (shallow ? " It is a shallow clone: fetch the ref first (git fetch origin REF, or fetch-depth: 0 in the checkout of the CI)." : ""));
    }

    // Only what a workspace is made of: nothing else of the repository is written to the disk.
    private static async Task ExtractProtosAsync(Stream archive, string directory, CancellationToken cancellationToken)
    {
        await using var reader = new TarReader(archive);
        while (await NextEntryAsync(reader, cancellationToken) is { } entry)
        {
            var name = entry.Name;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                || !(name.EndsWith(".proto", StringComparison.Ordinal) || Path.GetFileName(name) == "buf.yaml"))
            {
                continue;
            }

            var target = Path.GetFullPath(Path.Combine(directory, name));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await entry.ExtractToFileAsync(target, overwrite: true, cancellationToken);
        }

        // git waits until all of its output is read.
        await archive.CopyToAsync(Stream.Null, cancellationToken);
    }

    // git writes no archive at all when it fails; its exit code says so afterwards.
    private static async Task<TarEntry?> NextEntryAsync(TarReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static Task<ToolProcessResult> GitAsync(string directory, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        ToolProcess.RunAsync("git", directory, arguments, cancellationToken: cancellationToken);
}
