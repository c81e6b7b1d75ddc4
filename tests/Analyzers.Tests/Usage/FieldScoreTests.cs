// How right the usage rules are on code that was not written for them: projects in the styles of real teams (Field/*.txt) and
// what packages ship as source. Every finding is kept with what was thought of it when it was read (Field/findings.md), and
// docs/field-score.md counts. GRPCSDK_UPDATE_SNAPSHOTS=1 writes both; a line that is new is "unread" until somebody has read it.
using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text.RegularExpressions;
using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.Analyzers.Tests.Usage;

public partial class FieldScoreTests
{
    private const string Unread = "unread";
    private const string Start = "<!-- score -->\n";
    private const string End = "<!-- end -->\n";

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Field.V1;
        global using Google.Protobuf.WellKnownTypes;
        global using Grpc.Core;
        global using Grpc.Core.Interceptors;
        global using Grpc.Net.Client;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        global using Status = Grpc.Core.Status;
        """;

    private static readonly string Root = typeof(FieldScoreTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
    private static readonly string Folder = Path.Combine(Root, "tests", "Analyzers.Tests", "Usage", "Field");
    private static readonly string Verdicts = Path.Combine(Folder, "findings.md");
    private static readonly string Page = Path.Combine(Root, "docs", "field-score.md");
    private static readonly DiagnosticAnalyzer[] Analyzers = [new UsageWarningsAnalyzer(), new UsageSuggestionsAnalyzer()];

    [Fact]
    public async Task Every_finding_was_read_and_no_rule_that_warns_is_wrong_more_than_once_in_ten()
    {
        var findings = new List<string>();
        foreach (var project in Directory.EnumerateFiles(Folder, "*.txt").Order(StringComparer.Ordinal))
        {
            findings.AddRange(await FindAsync(Path.GetFileNameWithoutExtension(project), Split(await File.ReadAllTextAsync(project, TestContext.Current.CancellationToken)), Usings));
        }

        findings.AddRange(await FindAsync("template", Template(), Usings.Replace("Field.V1", "Probe", StringComparison.Ordinal)));
        var read = (await File.ReadAllLinesAsync(Verdicts, TestContext.Current.CancellationToken)).Select(line => Line().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups["finding"].Value, match => match.Groups["verdict"].Value, StringComparer.Ordinal);
        var score = Score(findings, read);
        if (Environment.GetEnvironmentVariable("GRPCSDK_UPDATE_SNAPSHOTS") == "1")
        {
            var head = (await File.ReadAllTextAsync(Verdicts, TestContext.Current.CancellationToken)).Split("\n- ")[0].TrimEnd();
            await File.WriteAllTextAsync(Verdicts, $"{head}\n\n{string.Concat(findings.Select(finding => $"- {read.GetValueOrDefault(finding, Unread)} | {finding}\n"))}", TestContext.Current.CancellationToken);
            var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Page, $"{page.Split(Start)[0]}{Start}{score}{End}{page.Split(End)[1]}", TestContext.Current.CancellationToken);
        }

        Assert.Equal(read.Keys, findings);
        Assert.DoesNotContain(Unread, read.Values);
        foreach (var rule in UsageRules.Descriptors.Where(rule => rule is { IsEnabledByDefault: true, DefaultSeverity: DiagnosticSeverity.Warning }))
        {
            var verdicts = read.Where(line => line.Key.StartsWith(rule.Id, StringComparison.Ordinal)).Select(line => line.Value).ToArray();
            Assert.True(verdicts.Length == 0 || verdicts.Count(verdict => verdict == "true") >= 0.9 * verdicts.Length, $"{rule.Id} is right in {verdicts.Count(verdict => verdict == "true")} of {verdicts.Length} places only.");
        }

        Assert.Contains(Start + score + End, await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> FindAsync(string project, IReadOnlyList<(string Name, string Text)> files, string usings)
    {
        var isProgram = files.Any(file => Sources.IsProgram(file.Text));
        var compilation = CSharpCompilation.Create(
            project,
            [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, path: file.Name)), CSharpSyntaxTree.ParseText(usings)],
            GrpcReferences.All,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(!errors.Any(), $"{project}: {string.Join('\n', errors)}");
        return (await compilation.WithAnalyzers([.. Analyzers]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken))
            .Select(diagnostic => (diagnostic, Place: diagnostic.Location.GetLineSpan()))
            .OrderBy(found => found.Place.Path, StringComparer.Ordinal).ThenBy(found => found.Place.StartLinePosition).ThenBy(found => found.diagnostic.Id, StringComparer.Ordinal)
            .Select(found => $"{found.diagnostic.Id} {project}/{found.Place.Path}({found.Place.StartLinePosition.Line + 1}): {found.diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
    }

    /// <summary>The table of the page: what each rule found, and how much of it was right.</summary>
    private static string Score(IReadOnlyCollection<string> findings, Dictionary<string, string> read)
    {
        var lines = UsageRules.Descriptors.Where(rule => rule.IsEnabledByDefault).Select(rule =>
        {
            var verdicts = findings.Where(finding => finding.StartsWith(rule.Id, StringComparison.Ordinal)).Select(finding => read.GetValueOrDefault(finding, Unread)).ToArray();
            int Count(string verdict) => verdicts.Count(given => given == verdict);
            return $"| [{rule.Id}](rules/{rule.Id}.md) | {rule.Title} | {(rule.DefaultSeverity == DiagnosticSeverity.Warning ? "warning" : "suggestion")} | {verdicts.Length} | {Count("true")} | {Count("debatable")} | {Count("false")} |\n";
        });
        return "| Rule | What | Default | Findings | True | Debatable | False |\n|---|---|---|---|---|---|---|\n" + string.Concat(lines);
    }

    /// <summary>The files of a project: each behind a line with its name.</summary>
    private static List<(string Name, string Text)> Split(string archive)
    {
        var parts = Header().Split(archive);
        return [.. Enumerable.Range(0, parts.Length / 2).Select(index => (parts[(2 * index) + 1], parts[(2 * index) + 2]))];
    }

    /// <summary>The gRPC template of the SDK, which ships as source in a package; its messages are those of probe.proto.</summary>
    private static List<(string Name, string Text)> Template()
    {
        var sdk = new DirectoryInfo(Path.TrimEndingDirectorySeparator(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory())).Parent!.Parent!.Parent!;
        var package = Directory.EnumerateFiles(Path.Combine(sdk.FullName, "templates"), "microsoft.dotnet.web.projecttemplates.*.nupkg", new EnumerationOptions { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive }).First();
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries
            .Where(entry => entry.FullName is "content/GrpcService-CSharp/Program.cs" or "content/GrpcService-CSharp/Services/GreeterService.cs")
            .Select(entry => (entry.Name, new StreamReader(entry.Open()).ReadToEnd().Replace("using GrpcService_CSharp;", "", StringComparison.Ordinal)))];
    }

    [GeneratedRegex("^-- (.+) --\r?\n", RegexOptions.Multiline)]
    private static partial Regex Header();

    [GeneratedRegex(@"^- (?<verdict>\w+) \| (?<finding>.+)$")]
    private static partial Regex Line();
}
