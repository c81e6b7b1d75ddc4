// git, started so that nothing in a repository decides what runs: no hooks, no file system monitor, no pager, no prompt.

namespace GrpcSdk.Shared;

/// <summary>The git command.</summary>
internal static class GitCommand
{
    public const string Program = "git";

    /// <summary>The arguments of a git command, after those that keep it from running what a repository's configuration names.</summary>
    public static IEnumerable<string> Arguments(params string[] command) =>
    [
        "--no-pager", "--no-optional-locks",
        "-c", "core.fsmonitor=false",
        "-c", "core.hooksPath=" + Nowhere,
        "-c", "core.sshCommand=false",
        "-c", "protocol.allow=never",
        .. command,
    ];

    /// <summary>Where no hook is.</summary>
    private static string Nowhere => Path.DirectorySeparatorChar == '/' ? "/dev/null" : "NUL";
}
