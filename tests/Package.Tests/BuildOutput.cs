using System.Globalization;
using System.Text.RegularExpressions;

namespace GrpcSdk.Package.Tests;

/// <summary>A warning or an error that a build printed.</summary>
internal sealed record BuildDiagnostic(string File, int Line, int Column, string Severity, string Id, string Message, string Project, string Framework)
{
    /// <summary>The form that tests compare: the file's name is enough there.</summary>
    public override string ToString() => $"{Path.GetFileName(File)}({Line},{Column}): {Severity} {Id}";
}

/// <summary>What <c>dotnet build</c> printed, read as an editor or a CI system reads it.</summary>
internal static partial class BuildOutput
{
    public static IReadOnlyList<BuildDiagnostic> Parse(string output) =>
        [.. output.Split('\n').Select(line => Pattern().Match(line.TrimEnd())).Where(match => match.Success).Select(Create).Distinct()];

    private static BuildDiagnostic Create(Match match) => new(
        match.Groups["file"].Value.Trim(),
        Number(match.Groups["line"]),
        Number(match.Groups["column"]),
        match.Groups["severity"].Value,
        match.Groups["id"].Value,
        match.Groups["message"].Value,
        Path.GetFileNameWithoutExtension(match.Groups["project"].Value),
        match.Groups["framework"].Value);

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?<file>.*?)(\((?<line>\d+),(?<column>\d+)(,\d+,\d+)?\))?\s*: (?<severity>error|warning) (?<id>[A-Z]+\d+)?\s*: (?<message>.*) \[(?<project>[^\]]*?\.csproj)(::TargetFramework=(?<framework>[^\]]+))?\]$")]
    private static partial Regex Pattern();
}
