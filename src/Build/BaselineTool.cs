// A baseline that is an image file or a git ref: the grpcsdk tool reads those, because JSON, git and many files would
// need libraries that this task must not have.
using System.ComponentModel;

namespace GrpcSdk.Build;

/// <summary>Reads baselines with <c>grpcsdk baseline</c>.</summary>
internal sealed class BaselineTool(ChildProcess process, string dotnet, string tool, string protoc, DescriptorOutputs outputs, BuildReport report)
{
    /// <summary>The descriptor file of the baseline; null, with the reason reported, when there is nothing to compare with.</summary>
    public string? Read(BaselineSource source, IReadOnlyList<ProtoSet> sets)
    {
        // git:REF means the proto root as it was.
        var directory = sets[0].Root;
        var input = source.IsGit ? source.Text : source.FullPath;
        string[] arguments =
        [
            "baseline", input, "--protoc", protoc, .. BaselineDirectory.ImportDirectories(sets).SelectMany(import => new[] { "--proto-path", import }),
        ];
        var state = source.IsGit ? CommitOf(source.GitRef, directory) : "";
        return outputs.Make(new DescriptorRecipe(
            "baseline",
            Stamp.KeyOf(tool, [state, directory, .. arguments]),
            () => [],
            binary => Run(directory, [tool, .. arguments, "--output", binary]),
            _ => source.IsGit ? [] : [source.FullPath]));
    }

    /// <summary>A branch moves: the commit decides whether the last result is still good. Without one the tool says what is wrong.</summary>
    private string CommitOf(string reference, string directory)
    {
        try
        {
            var outcome = process.Run("git", directory, "rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}");
            return outcome.ExitCode == 0 ? outcome.Output.Trim() : "";
        }
        catch (Win32Exception)
        {
            return "";
        }
    }

    private bool Run(string directory, string[] arguments)
    {
        try
        {
            var outcome = process.Run(dotnet, directory, arguments);
            if (outcome.ExitCode == 0)
            {
                return true;
            }

            report.BaselineCannotBeRead(outcome.Error.Trim());
        }
        catch (Win32Exception exception)
        {
            report.BaselineCannotBeRead($"'{dotnet}' does not start: {exception.Message}");
        }

        return false;
    }
}
