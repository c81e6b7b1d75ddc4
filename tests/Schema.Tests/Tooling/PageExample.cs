using System.Text;
using System.Text.RegularExpressions;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>
/// An example of a rule's page as files that compile. Pages show what matters: here each file gets what its reader
/// takes for granted, such as a syntax statement, a package, the service around an RPC, and messages that are only named.
/// </summary>
internal static partial class PageExample
{
    private const string DefaultFile = "acme/v1/example.proto";

    private static readonly (string Name, string Import)[] Imports =
    [
        ("google.protobuf.FieldOptions", "google/protobuf/descriptor.proto"),
        ("google.protobuf.Empty", "google/protobuf/empty.proto"),
        ("google.rpc.Status", "google/rpc/status.proto"),
        ("google.api.http", "google/api/annotations.proto"),
        ("google.longrunning.Operation", "google/longrunning/operations.proto"),
    ];

    // What a page calls "both files" of a package.
    private static readonly string[] BothFiles = ["acme/v1/user.proto", "acme/v1/order.proto"];

    /// <summary>The example under a heading of a page; null when the page has no such heading.</summary>
    public static IReadOnlyDictionary<string, string>? Read(string page, string heading, string rule)
    {
        var section = Regex.Match(page, $@"\n## {heading}\n\n```proto\n(?<text>.*?)```", RegexOptions.Singleline);
        return section.Success ? Complete(Split(section.Groups["text"].Value), rule) : null;
    }

    /// <summary>A comment with nothing but paths begins these files.</summary>
    private static Dictionary<string, string> Split(string text)
    {
        var files = new Dictionary<string, string>();
        string[] current = [DefaultFile];
        foreach (var line in text.TrimEnd().Split('\n'))
        {
            var paths = line.StartsWith("// both files", StringComparison.Ordinal) ? BothFiles
                : FilesComment().IsMatch(line) ? [.. FilePath().Matches(line).Select(path => path.Value)]
                : (string[])[];
            current = paths.Length > 0 ? paths : current;
            foreach (var path in current)
            {
                files[path] = files.GetValueOrDefault(path, "") + (paths.Length > 0 ? "" : line + "\n");
            }
        }

        return files;
    }

    private static Dictionary<string, string> Complete(Dictionary<string, string> files, string rule)
    {
        var completed = files.ToDictionary(file => file.Key.Replace("protos/", "", StringComparison.Ordinal), file => Complete(file.Value, rule));
        foreach (var import in completed.Values.SelectMany(text => Import().Matches(text)).Select(import => import.Groups[1].Value).ToList())
        {
            if (!completed.ContainsKey(import) && !import.StartsWith("google/", StringComparison.Ordinal))
            {
                completed.Add(import, $"syntax = \"proto3\";\npackage {Path.GetDirectoryName(import)!.Replace('/', '.')};\n");
            }
        }

        return completed;
    }

    private static string Complete(string body, string rule)
    {
        var header = new StringBuilder();
        if (rule != "SYNTAX_SPECIFIED" && !Syntax().IsMatch(body))
        {
            header.Append(Proto2().IsMatch(body) ? "syntax = \"proto2\";\n" : "syntax = \"proto3\";\n");
        }

        if (Syntax().Match(body) is { Success: true } statement)
        {
            header.Append(statement.Value).Append('\n');
            body = body.Remove(statement.Index, statement.Length);
        }

        if (rule != "PACKAGE_DEFINED" && !body.Contains("package ", StringComparison.Ordinal))
        {
            header.Append("package acme.v1;\n");
        }

        foreach (var (_, import) in Imports.Where(known => body.Contains(known.Name, StringComparison.Ordinal) && !body.Contains(known.Import, StringComparison.Ordinal)))
        {
            header.Append($"import \"{import}\";\n");
        }

        body = TopLevelRpc().IsMatch(body) ? $"service UserService {{\n{body}}}\n" : body;
        body = TopLevelOneof().IsMatch(body) ? $"message Search {{\n{body}}}\n" : body;
        body = TopLevelField().IsMatch(body) ? $"message User {{\n{body}}}\n" : body;
        var types = RpcTypes().Matches(body).SelectMany(rpc => new[] { rpc.Groups[1].Value, rpc.Groups[2].Value })
            .Concat(FieldTypes().Matches(body).Select(field => field.Groups[1].Value))
            .Distinct()
            .Where(type => !type.Contains('.') && !Regex.IsMatch(body, $@"\b(message|enum|group) {type}\b"));
        return header + body + string.Concat(types.Select(type => $"message {type} {{}}\n"));
    }

    [GeneratedRegex(@"^// [\w/]+\.proto\b")]
    private static partial Regex FilesComment();

    [GeneratedRegex(@"[\w/]+\.proto\b")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"^(syntax|edition) = .*;$", RegexOptions.Multiline)]
    private static partial Regex Syntax();

    [GeneratedRegex(@"// proto2|\brequired |\bextensions ")]
    private static partial Regex Proto2();

    [GeneratedRegex("import (?:public )?\"(.*?)\"")]
    private static partial Regex Import();

    [GeneratedRegex(@"^rpc ", RegexOptions.Multiline)]
    private static partial Regex TopLevelRpc();

    [GeneratedRegex(@"^oneof ", RegexOptions.Multiline)]
    private static partial Regex TopLevelOneof();

    [GeneratedRegex(@"^(optional )?\w+ \w+ = \d+( \[.*\])?;$", RegexOptions.Multiline)]
    private static partial Regex TopLevelField();

    [GeneratedRegex(@"^ *(?:\w+ \w+ \{ )?(?:repeated |optional )?([A-Z]\w*) \w+ = \d+;", RegexOptions.Multiline)]
    private static partial Regex FieldTypes();

    [GeneratedRegex(@"rpc \w+\((?:stream )?([\w.]+)\) returns \((?:stream )?([\w.]+)\)")]
    private static partial Regex RpcTypes();
}
