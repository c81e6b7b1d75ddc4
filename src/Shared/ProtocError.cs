// Reads what protoc prints on its error stream, and keeps of it what a person has to act on.
using System.Globalization;
using System.Text.RegularExpressions;

namespace GrpcSdk.Shared;

/// <summary>One error of protoc. File is null when protoc named no place; line and column are one-based.</summary>
internal sealed record ProtocError(string? File, int Line, int Column, string Text)
{
    private static readonly Regex Located = new(@"^(?<file>.+?):(?<line>\d+):(?<column>\d+): (?<warning>warning: )?(?<text>.*)$", RegexOptions.CultureInvariant);
    private static readonly Regex FailedImport = new("^Import \"(?<name>[^\"]+)\" was not found or had errors\\.$", RegexOptions.CultureInvariant);
    private static readonly Regex NotFound = new("^(?<name>.+): File not found\\.$", RegexOptions.CultureInvariant);

    /// <summary>The errors in protoc's output, without warnings and without those that only follow from another one.</summary>
    public static IReadOnlyList<ProtocError> Parse(string output)
    {
        var errors = output
            .Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(ParseLine)
            .OfType<ProtocError>()
            .Distinct()
            .ToArray();
        return WithoutConsequences(errors);
    }

    private static ProtocError? ParseLine(string line)
    {
        var match = Located.Match(line);
        if (!match.Success)
        {
            // protoc's warnings always carry a place; a bare line "warning: ..." comes from plugins only.
            return new ProtocError(null, 0, 0, line.Trim());
        }

        return match.Groups["warning"].Success
            ? null
            : new ProtocError(
                match.Groups["file"].Value,
                int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["column"].Value, CultureInfo.InvariantCulture),
                match.Groups["text"].Value);
    }

    /// <summary>
    /// One mistake makes protoc print many lines: each importer of a broken file fails in turn, and then each use of its types.
    /// A file whose imports failed speaks only of those imports, and not at all where the imported file has its own error.
    /// </summary>
    private static ProtocError[] WithoutConsequences(ProtocError[] errors)
    {
        var located = errors.Where(error => error.File != null).ToArray();
        var failedImports = located.Where(error => FailedImport.IsMatch(error.Text)).ToArray();
        var importersOfBroken = new HashSet<string>(failedImports.Select(error => error.File!), StringComparer.Ordinal);
        var kept = located.Where(error => FailedImport.IsMatch(error.Text)
            ? !HasOwnError(FailedImport.Match(error.Text).Groups["name"].Value)
            : !importersOfBroken.Contains(error.File!));

        var unplaced = errors.Where(error => error.File == null && !IsExplainedByImport(error.Text));
        return [.. kept, .. unplaced];

        bool HasOwnError(string name) =>
            located.Any(error => PathEndsWith(error.File!, name));

        bool IsExplainedByImport(string text) =>
            NotFound.Match(text) is { Success: true } match &&
            failedImports.Any(error => FailedImport.Match(error.Text).Groups["name"].Value == match.Groups["name"].Value);
    }

    private static bool PathEndsWith(string path, string name)
    {
        path = path.Replace('\\', '/');
        return path.EndsWith("/" + name, StringComparison.Ordinal) || path == name;
    }
}
