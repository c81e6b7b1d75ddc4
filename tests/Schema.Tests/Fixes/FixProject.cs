using System.Collections.Concurrent;
using GrpcSdk.Schema.Fixes;
using GrpcSdk.Schema.Tests.Tooling;

namespace GrpcSdk.Schema.Tests.Fixes;

/// <summary>Files that are repaired as grpcsdk does it, with protoc. Tests look at one state of them several times: it is compiled once.</summary>
internal static class FixProject
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<FixCompilation>>> Compilations = new(StringComparer.Ordinal);

    public static async Task<FixResult> FixAsync(
        IReadOnlyDictionary<string, string> texts,
        string configuration,
        IReadOnlyDictionary<string, string>? baseline = null,
        Func<SchemaFinding, bool>? chosen = null)
    {
        var previous = baseline is null ? null : SchemaImage.Parse((await CompileAsync(baseline)).DescriptorSet!);
        var fixer = new SchemaFixer(
            CompileAsync,
            [.. texts.Keys.Select(name => new SchemaTarget(name))],
            BufConfiguration.Parse(configuration),
            previous,
            chosen ?? (finding => finding.Rule.IsEnabledByDefault));
        return await fixer.RunAsync(texts);
    }

    public static Task<FixCompilation> CompileAsync(IReadOnlyDictionary<string, string> texts) => Compilations
        .GetOrAdd(string.Join('\0', texts.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Key + '\0' + file.Value)), _ => new(() => RunAsync(texts)))
        .Value;

    private static async Task<FixCompilation> RunAsync(IReadOnlyDictionary<string, string> texts)
    {
        using var directory = new TemporaryDirectory();
        foreach (var (name, text) in texts)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(directory.File(name))!);
            await File.WriteAllTextAsync(directory.File(name), text);
        }

        try
        {
            return new FixCompilation(await Protoc.CompileAsync(directory.Path, texts.Keys));
        }
        catch (InvalidOperationException exception)
        {
            return new FixCompilation(null, exception.Message);
        }
    }
}
