using System.Globalization;
using System.Text.RegularExpressions;
using GrpcSdk.Schema.Tests.Breaking.Drafts;
using GrpcSdk.Schema.Tests.Tooling;
using GrpcSdk.Tests.Shared;

namespace GrpcSdk.Schema.Tests.Own;

/// <summary>
/// Public APIs and copies of them with seeded edits: our breaking rules on C# report exactly what differs between the code
/// that protoc and the gRPC plugin generate for the two. GRPCSDK_SEED chooses other edits.
/// </summary>
public sealed partial class CorpusPairsTests
{
    private const int EditsAFile = 6;
    private const int EditedFiles = 40;
    private const int MaxRounds = 20;

    /// <summary>No rule of buf that would speak for ours.</summary>
    private static readonly BufConfiguration OwnOnly = BufConfiguration.Parse("version: v2\nbreaking:\n  use: [FILE_SAME_PHP_CLASS_PREFIX]\n");

    private static readonly (Regex Line, Func<Match, Random, string> Edit)[] Kinds =
    [
        (FieldLine(), (line, random) => random.OneOf<Func<string>>(
            () => line.Result("${indent}${type} ${name}_renamed = "),
            () => line.Result("${indent}${type} ") + Camel(line.Groups["name"].Value) + " = ",
            () => line.Result("${indent}") + random.OneOf("bytes", "int64", "uint32", "repeated string", "optional double", "map<string, bool>") + line.Result(" ${name} = "))()),
        (ValueLine(), (line, _) => line.Result("${indent}${name}_RENAMED = ${number}")),
        (OneofLine(), (line, _) => line.Result("${indent}oneof ${name}_renamed {")),
        (RpcLine(), (line, _) => line.Result("${indent}rpc ${name}Renamed(")),
        (NamespaceLine(), (line, _) => line.Result("option csharp_namespace = \"${name}.Renamed\";")),
    ];

    [Theory]
    [MemberData(nameof(PublicApis.Names), MemberType = typeof(PublicApis))]
    public async Task An_API_does_not_break_its_own_callers(string api)
    {
        using var directory = new TemporaryDirectory();
        var image = await (await PublicApis.CopyAsync(api, directory)).CompileAsync();

        Assert.Empty(SchemaBreaking.Run(image, image, OwnOnly, origins: RuleOrigins.Own));
    }

    [Theory]
    [MemberData(nameof(PublicApis.Names), MemberType = typeof(PublicApis))]
    public async Task What_an_edit_changes_in_the_generated_code_is_reported_and_nothing_else(string api)
    {
        using var old = new TemporaryDirectory();
        using var edited = new TemporaryDirectory();
        var (previous, current) = (await PublicApis.CopyAsync(api, old), await PublicApis.CopyAsync(api, edited));
        var seed = TestEnvironment.Setting("GRPCSDK_SEED", 1);
        var (files, image) = await EditAsync(current, new Random(seed));

        var findings = SchemaBreaking.Run(image, await previous.CompileAsync(), OwnOnly, origins: RuleOrigins.Own);
        var mapEntries = image.Files.SelectMany(file => file.AllMessages.Where(message => message.IsMapEntry).Select(message => ((string?)file.Name, message.Name))).ToHashSet();
        var actual = findings.Select(finding => Describe(finding, mapEntries)).OfType<string>().Order(StringComparer.Ordinal).ToList();
        var (before, after) = (await GenerateAsync(old, previous, files), await GenerateAsync(edited, current, files));
        var expected = files.SelectMany(file => Differences(file, before[file], after[file])).Order(StringComparer.Ordinal).ToList();

        Assert.True(expected.Count >= 20, $"Only {expected.Count} differences.");
        Assert.True(expected.SequenceEqual(actual), $"GRPCSDK_SEED={seed}\nonly generated: {string.Join("\n", expected.Except(actual))}\nonly reported: {string.Join("\n", actual.Except(expected))}");
    }

    private static async Task<(IReadOnlyList<string> Files, SchemaImage Image)> EditAsync(PublicApiCopy copy, Random random)
    {
        var root = copy.Root;
        var files = copy.Api.Files.Except(copy.Api.OptionFiles).OrderBy(_ => random.Next()).Take(EditedFiles).ToList();
        var originals = files.ToDictionary(file => file, file => File.ReadAllText(Path.Combine(root, file)));
        foreach (var file in files)
        {
            await File.WriteAllTextAsync(Path.Combine(root, file), Edit(originals[file], random));
        }

        for (var round = 0; ; round++)
        {
            try
            {
                var image = await copy.CompileAsync();
                return ([.. files.Where(file => File.ReadAllText(Path.Combine(root, file)) != originals[file])], image);
            }
            catch (InvalidOperationException error) when (round < MaxRounds)
            {
                // Another draw for what protoc rejects, and in the end none.
                var broken = files.Where(file => error.Message.Contains(file + ":", StringComparison.Ordinal)).ToList();
                Assert.NotEmpty(broken);
                broken.ForEach(file => File.WriteAllText(Path.Combine(root, file), round < MaxRounds / 2 ? Edit(originals[file], random) : originals[file]));
            }
        }
    }

    /// <summary>Some lines, of RPCs, oneofs and namespaces one: which of several new RPCs an old one has become, nobody could tell.</summary>
    private static string Edit(string text, Random random)
    {
        var places = Kinds.SelectMany((kind, index) => kind.Line.Matches(text).OrderBy(_ => random.Next()).Take(index < 2 ? EditsAFile / 2 : 1).Select(match => (match, kind.Edit)))
            .OrderByDescending(place => place.match.Index);
        foreach (var (match, edit) in places)
        {
            text = text.Remove(match.Index, match.Length).Insert(match.Index, edit(match, random));
        }

        return text;
    }

    private static async Task<Dictionary<string, GeneratedSurface>> GenerateAsync(TemporaryDirectory directory, PublicApiCopy copy, IReadOnlyList<string> files)
    {
        var output = directory.File("generated");
        await Protoc.GenerateAsync(copy.Root, files, output, copy.ImportRoots);
        return Directory.EnumerateFiles(output, "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .GroupBy(source => Source().Match(source).Groups[1].Value)
            .ToDictionary(file => file.Key, GeneratedSurface.Of);
    }

    private static IEnumerable<string> Differences(string file, GeneratedSurface before, GeneratedSurface after)
    {
        if (before.Namespace != after.Namespace)
        {
            yield return $"{file} namespace {before.Namespace}";
        }

        foreach (var ((type, number), old) in before.Fields)
        {
            if (after.Fields.TryGetValue((type, number), out var now))
            {
                var place = $"{file} {Last(type)}.{number}";
                if (old.Property != now.Property)
                {
                    yield return $"{place} property {old.Property}";
                }

                if (old.Type != now.Type)
                {
                    yield return $"{place} type";
                }

                if (old.HasPresence != now.HasPresence)
                {
                    yield return $"{place} presence";
                }
            }
        }

        foreach (var ((type, number), old) in before.EnumMembers)
        {
            if (after.EnumMembers.TryGetValue((type, number), out var now) && now != old)
            {
                yield return $"{file} {Last(type)}.{number} member {old}";
            }
        }

        foreach (var (type, oneof) in before.Oneofs.Where(oneof => !after.Oneofs.Contains(oneof)))
        {
            yield return $"{file} {Last(type)} oneof {oneof}";
        }

        // Both forms of a call go with the RPC.
        foreach (var (client, method) in before.Methods.Where(method => !after.Methods.Contains(method) && !before.Methods.Contains((method.Client, WithoutAsync(method.Method)))))
        {
            yield return $"{file} {client} method {method}";
        }
    }

    /// <summary>A finding in the words of the comparison; null when it is about a map's entry, which C# does not show.</summary>
    private static string? Describe(SchemaFinding finding, HashSet<(string? File, string Message)> mapEntries)
    {
        var quoted = Quoted().Matches(finding.Message).Select(match => match.Groups[1].Value).ToList();
        return finding.Rule.Name switch
        {
            "CSHARP_SAME_NAMESPACE" => $"{finding.File} namespace {quoted[1]}",
            "CSHARP_SAME_PROPERTY_NAME" => $"{finding.File} {quoted[1]}.{quoted[0]} property {quoted[2]}",
            "CSHARP_SAME_PROPERTY_TYPE" => mapEntries.Contains((finding.File, quoted[2])) ? null : $"{finding.File} {quoted[2]}.{quoted[0]} type",
            "CSHARP_SAME_PRESENCE" => $"{finding.File} {quoted[2]}.{quoted[0]} presence",
            "CSHARP_SAME_ENUM_MEMBER" => $"{finding.File} {quoted[1]}.{quoted[0]} member {quoted[2]}",
            "CSHARP_SAME_ONEOF_NAME" => $"{finding.File} {quoted[0]} oneof {quoted[1]}",
            "CSHARP_SAME_CLIENT_METHOD" => $"{finding.File} {quoted[1]} method {quoted[0]}",

            // What an edit of a field does to bindings and shapes is no matter of names.
            "HTTP_SAME_BINDING" or "PAGINATION_NO_DELETE" or "BATCH_NO_DELETE" or "OPERATION_NO_DELETE" => null,
            _ => $"{finding.File} {finding.Rule.Name}",
        };
    }

    private static string Last(string type) => type[(type.LastIndexOf('.') + 1)..];

    private static string WithoutAsync(string method) => method.EndsWith("Async", StringComparison.Ordinal) ? method[..^"Async".Length] : "";

    private static string Camel(string name) => Regex.Replace(name, "_([a-z])", letter => letter.Groups[1].Value.ToUpper(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^(?<indent> +)(?<type>(optional |repeated )?[A-Za-z][\w.]*) (?<name>[a-z]\w*) = (?=\d+( \[|;))", RegexOptions.Multiline)]
    private static partial Regex FieldLine();

    [GeneratedRegex(@"^(?<indent> +)(?<name>[A-Z][A-Z0-9_]+) = (?<number>[1-9]\d*)", RegexOptions.Multiline)]
    private static partial Regex ValueLine();

    [GeneratedRegex(@"^(?<indent> +)oneof (?<name>\w+) \{", RegexOptions.Multiline)]
    private static partial Regex OneofLine();

    [GeneratedRegex(@"^(?<indent> +)rpc (?<name>\w+) ?\(", RegexOptions.Multiline)]
    private static partial Regex RpcLine();

    [GeneratedRegex(@"^option csharp_namespace = ""(?<name>[\w.]+)"";", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"source: (\S+)")]
    private static partial Regex Source();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();
}
