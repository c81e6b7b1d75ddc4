// grpcsdk suggestions: for the build, which cannot count what the compiler keeps to itself. Lists the findings that fail
// no build because neither a buf.yaml nor a baseline nor GrpcSdkSchemaRules asks for it. Not for people: it is hidden.
using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using GrpcSdk.Schema;
using GrpcSdk.Schema.Text;

namespace GrpcSdk.Tool.Commands;

internal static partial class SuggestionsCommand
{
    public static Command Create()
    {
        var input = new Argument<string>("input") { Description = "What the build gives to the compiler: a line per file with kind, set, mark, proto name and path, separated by tabs." };
        var output = new Argument<string>("output") { Description = "The list to write." };
        var directory = new Option<string>("--directory") { Description = "The project's directory.", Required = true };
        var rootNamespace = new Option<string>("--root-namespace") { Description = "The project's root namespace; empty when every file counts as its own.", DefaultValueFactory = _ => "" };
        var noWarn = new Option<string>("--no-warn") { Description = "Ids that the project silences.", DefaultValueFactory = _ => "" };
        var command = new Command("suggestions", "Lists what GrpcSdkSchemaRules=enforce would report.") { input, output, directory, rootNamespace, noWarn };
        command.Hidden = true;
        command.SetAction((result, cancellationToken) => CommandRunner.RunAsync(
            result,
            () => RunAsync(result.GetValue(input)!, result.GetValue(output)!, result.GetValue(directory)!, result.GetValue(rootNamespace)!, result.GetValue(noWarn)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string input, string output, string directory, string rootNamespace, string noWarn, CancellationToken cancellationToken)
    {
        var entries = (await File.ReadAllLinesAsync(input, cancellationToken)).Select(Entry.Parse).ToList();
        var silenced = noWarn.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Concat(entries.Where(entry => entry.Kind == "Configuration" && File.Exists(entry.Path)).SelectMany(entry => SilencedIn(File.ReadAllText(entry.Path))))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var governed = entries.Where(entry => entry.Kind is "BufYaml" or "BufWorkspace").SelectMany(entry => entry.Set.Split(' ')).ToHashSet(StringComparer.Ordinal);
        var lines = new List<(string Path, int Line, int Column, SchemaFinding Finding)>();
        var (vendored, files) = (0, 0);
        foreach (var set in entries.Where(entry => entry.Kind == "DescriptorSet" && !governed.Contains(entry.Set)))
        {
            var protos = entries.Where(entry => entry.Kind == "Proto" && entry.Set == set.Set).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
            var image = SchemaImage.Parse(DescriptorSetOf(await File.ReadAllLinesAsync(set.Path, cancellationToken)), [.. protos.Keys.Select(name => new SchemaTarget(name))]);
            var foreign = VendoredFiles.Guess(image, rootNamespace, name => protos[name].Mark);
            var own = protos.Values.Where(proto => !VendoredFiles.IsVendored(proto.Mark, hasBufYaml: false) && !foreign.Contains(proto.Name)).ToDictionary(proto => proto.Name, proto => proto.Path, StringComparer.Ordinal);
            vendored += protos.Count - own.Count;
            files += own.Count;
            lines.AddRange(SchemaLinter.Run(image, SchemaPreset.Default.Configuration, RuleOrigins.Buf | RuleOrigins.Own)
                .Where(finding => finding.Rule.IsEnabledByDefault && !silenced.Contains(finding.Rule.DiagnosticId) && finding.File is not null && own.ContainsKey(finding.File))
                .GroupBy(finding => finding.File!, StringComparer.Ordinal)
                .SelectMany(inFile => Place(Path.GetRelativePath(directory, own[inFile.Key]).Replace('\\', '/'), new ProtoText(File.ReadAllText(own[inFile.Key])), inFile)));
        }

        await File.WriteAllLinesAsync(output, [Summary(lines.ConvertAll(line => line.Finding), files, vendored), .. lines.OrderBy(line => line.Path, StringComparer.Ordinal).Select(Print)], cancellationToken);
        return ExitCode.Ok;
    }

    /// <summary>How many findings fail a build when they are enforced, how many remain advice, in how many files; how many files were left out.</summary>
    private static string Summary(List<SchemaFinding> findings, int files, int vendored)
    {
        var enforceable = findings.Count(finding => finding.Rule.DefaultSeverity != SchemaSeverity.Suggestion);
        return string.Create(CultureInfo.InvariantCulture, $"{enforceable} to enforce, {findings.Count - enforceable} for advice, {files} files checked, {vendored} vendored files not checked");
    }

    /// <summary>What a global config turns off; sections of an .editorconfig do not apply to .proto files.</summary>
    private static IEnumerable<string> SilencedIn(string configuration) => GlobalConfig().IsMatch(configuration)
        ? Silenced().Matches(configuration).Select(match => match.Groups["id"].Value)
        : [];

    [GeneratedRegex(@"^\s*is_global\s*=\s*true\s*$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex GlobalConfig();

    [GeneratedRegex(@"^\s*dotnet_diagnostic\.(?<id>GSDK\d+)\.severity\s*=\s*(none|silent)\b", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Silenced();

    private static IEnumerable<(string Path, int Line, int Column, SchemaFinding Finding)> Place(string path, ProtoText text, IEnumerable<SchemaFinding> findings) =>
        findings.Select(finding =>
        {
            var (line, column) = text.LineAndColumnOf(text.Locate(finding).Start);
            return (path, line + 1, column + 1, finding);
        });

    private static string Print((string Path, int Line, int Column, SchemaFinding Finding) line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.Path}({line.Line},{line.Column}): suggestion {line.Finding.Rule.DiagnosticId}: {line.Finding.Message} [{line.Finding.Rule.Name}]");

    /// <summary>What stands behind the empty line of a descriptor file, which the build task wrote.</summary>
    private static byte[] DescriptorSetOf(string[] lines) =>
        Convert.FromBase64String(string.Concat(lines.Skip(Array.IndexOf(lines, "") + 1)));

    private sealed record Entry(string Kind, string Set, VendoredMark Mark, string Name, string Path)
    {
        public static Entry Parse(string line) => line.Split('\t') is [var kind, var set, var mark, var name, var path]
            ? new Entry(kind, set, VendoredFiles.MarkOf(mark), Uri.UnescapeDataString(name), path)
            : throw new ToolException($"'{line}' does not name a file of the build.");
    }
}
