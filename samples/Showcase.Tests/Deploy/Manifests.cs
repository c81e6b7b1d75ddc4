// The manifests of deploy/, each checked against the schemas of Kubernetes and Istio by check-manifests.mjs.

using System.Text.Json;
using System.Text.Json.Nodes;
using Showcase.Tests.Support;

namespace Showcase.Tests.Deploy;

/// <param name="File">Where it stands.</param>
/// <param name="Document">The manifest as JSON.</param>
/// <param name="Errors">What the schemas say against it.</param>
internal sealed record Manifest(string File, JsonNode Document, IReadOnlyList<string> Errors)
{
    public string Kind => Document["kind"]!.GetValue<string>();

    public string Name => Document["metadata"]!["name"]!.GetValue<string>();

    public JsonNode Spec => Document["spec"]!;
}

public sealed class CheckedManifests(NodeModules modules) : IAsyncLifetime
{
    private readonly Part<IReadOnlyList<Manifest>> _all = new();

    internal IReadOnlyList<Manifest> All => _all.Value;

    public async ValueTask InitializeAsync() => await _all.StartAsync(() =>
    {
        Assert.True(Directory.Exists(modules.Folder.Needed));
        return Manifests.CheckAsync(Manifests.Files);
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal static class Manifests
{
    /// <summary>All files of deploy/.</summary>
    public static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "deploy"), "*.yaml", SearchOption.AllDirectories).Order();

    /// <summary>Reads and checks every document of the files.</summary>
    public static async Task<IReadOnlyList<Manifest>> CheckAsync(params IEnumerable<string> files)
    {
        var node = await Command.RunAsync("node", ["samples/Showcase.Tests/Deploy/check-manifests.mjs", .. files]);
        return JsonSerializer.Deserialize<List<Manifest>>(node.Succeeded().Output, JsonSerializerOptions.Web)!;
    }

    /// <summary>The strings of a map, such as labels.</summary>
    public static Dictionary<string, string> Strings(this JsonNode? map) =>
        map?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>()) ?? [];

    /// <summary>Whether labels are what a selector asks for.</summary>
    public static bool Matches(this Dictionary<string, string> selector, Dictionary<string, string> labels) =>
        selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);
}
