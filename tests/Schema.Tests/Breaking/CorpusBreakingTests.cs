using System.Globalization;
using System.Text.RegularExpressions;
using GrpcSdk.Schema.Tests.Breaking.Drafts;
using GrpcSdk.Schema.Tests.Tooling;
using GrpcSdk.Tests.Shared;

namespace GrpcSdk.Schema.Tests.Breaking;

/// <summary>Public APIs against themselves, and against copies with 200 seeded edits; GRPCSDK_SEED chooses other edits.</summary>
public sealed partial class CorpusBreakingTests
{
    private const int Edits = 200;
    private const int MaxRounds = 20;

    [Theory]
    [MemberData(nameof(PublicApis.Names), MemberType = typeof(PublicApis))]
    public async Task An_API_does_not_break_itself(string api)
    {
        using var directory = new TemporaryDirectory();
        var image = await (await PublicApis.CopyAsync(api, directory)).CompileAsync();

        Assert.Empty(SchemaBreaking.Run(image, image, BufConfiguration.Parse(BreakingComparison.AllRules)));
    }

    [Fact]
    public async Task An_edited_API_breaks_as_buf_says()
    {
        using var old = new TemporaryDirectory();
        using var edited = new TemporaryDirectory();
        var (previous, current) = (await PublicApis.CopyAsync("googleapis", old), await PublicApis.CopyAsync("googleapis", edited));
        var seed = TestEnvironment.Setting("GRPCSDK_SEED", 1);
        var image = await EditAsync(current, new Random(seed));
        foreach (var root in new[] { previous.Root, current.Root })
        {
            await File.WriteAllTextAsync(Path.Combine(root, "buf.yaml"), BreakingComparison.AllRules);
        }

        var findings = SchemaBreaking.Run(image, await previous.CompileAsync(), BufConfiguration.Parse(BreakingComparison.AllRules));

        var buf = await BufCli.BreakingAsync(current.Root, previous.Root);
        var difference = Differential.Difference(buf, Differential.ToBuf(findings, current.Root));
        Assert.True(buf.Count >= Edits, $"Only {buf.Count} annotations.");
        Assert.True(difference.Length == 0, $"GRPCSDK_SEED={seed}\n{difference}");
    }

    /// <summary>Edits single lines and takes those back that protoc rejects.</summary>
    private static async Task<SchemaImage> EditAsync(PublicApiCopy copy, Random random)
    {
        var root = copy.Root;
        var files = copy.Api.Files.Except(copy.Api.OptionFiles).OrderBy(_ => random.Next()).ToList();
        var originals = files.ToDictionary(file => file, file => File.ReadAllText(Path.Combine(root, file)));
        var places = files.SelectMany(file => Lines().Matches(originals[file]).Select(match => (File: file, Line: match.Value)))
            .OrderBy(_ => random.Next()).Take(Edits).ToList();
        foreach (var (file, line) in places)
        {
            var path = Path.Combine(root, file);
            await File.WriteAllTextAsync(path, File.ReadAllText(path).Replace(line, Edit(line, random), StringComparison.Ordinal));
        }

        for (var round = 0; ; round++)
        {
            try
            {
                return await copy.CompileAsync();
            }
            catch (InvalidOperationException error) when (round < MaxRounds)
            {
                var broken = files.Where(file => error.Message.Contains(file + ":", StringComparison.Ordinal)).ToList();
                Assert.NotEmpty(broken);
                broken.ForEach(file => File.WriteAllText(Path.Combine(root, file), originals[file]));
            }
        }
    }

    private static string Edit(string line, Random random) => random.OneOf<Func<string>>(
        () => "",
        () => Number().Replace(line, match => $"= {int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 700};"),
        () => Name().Replace(line, "${name}_renamed ="),
        () => Type().Replace(line, $"${{indent}}{random.OneOf("bytes", "int32", "repeated string", "optional double", "map<string, bool>")} "))();

    /// <summary>A field or an enum value on a line of its own.</summary>
    [GeneratedRegex(@"^ +(?:[A-Za-z][\w.<>, ]* )?\w+ = [1-9]\d*;$", RegexOptions.Multiline)]
    private static partial Regex Lines();

    [GeneratedRegex(@"= (\d+);")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<name>\w+) =")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?<indent> +)[A-Za-z][\w.<>, ]* (?=\w+ =)")]
    private static partial Regex Type();
}
