// Which names of files and directories protoc can take, and which are refused because they would mean something else to it.
using System.Globalization;
using System.Text;

namespace GrpcSdk.Shared;

/// <summary>Names that come from a repository which nobody has looked at.</summary>
internal static class ProtoPath
{
    /// <summary>What is wrong with the set's names; empty when protoc can take them.</summary>
    public static IReadOnlyList<ProtocError> Refused(ProtoSet set) =>
        [.. set.Files.Select(file => Problem(file.FullPath, file.Name)).Concat(set.ImportDirectories.Select(ProblemOfDirectory))
            .OfType<string>()
            .Distinct()
            .Select(problem => new ProtocError(null, 0, 0, problem))];

    /// <summary>The text with every control character as <c>\u000a</c>, so that it can be printed.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            escaped = char.IsControl(character)
                ? escaped.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture))
                : escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static string? Problem(string path, string name) =>
        path.Any(char.IsControl) ? $"The name of '{Escape(path)}' contains a control character: such a file is not handed to protoc. Rename it."
        : name.Length > 0 && name[0] == '-' ? $"The name of '{path}' begins with '-', as an option does: such a file is not handed to protoc. Rename it."
        : null;

    private static string? ProblemOfDirectory(string directory) =>
        directory.Any(char.IsControl) ? $"The name of the directory '{Escape(directory)}' contains a control character: it is not handed to protoc. Rename it."
        : directory.Contains(Path.PathSeparator) ? $"The name of the directory '{directory}' contains '{Path.PathSeparator}', which separates directories for protoc. Rename it."
        : null;
}
