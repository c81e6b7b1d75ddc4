// The Grafana dashboard: it fits Grafana's own types, and every metric and label in it is one that the host emits.

using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Acme.Orders.V1;
using Acme.Users.V1;
using Showcase.Hosting;
using Showcase.Tests.Support;

namespace Showcase.Tests.Deploy;

public sealed partial class DashboardTests(NodeModules modules, RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private static readonly string File = Path.Combine(RepositoryPaths.Root, "deploy", "grafana", "showcase.json");

    // Of Prometheus itself: where it scraped, and the bounds of a histogram.
    private static readonly string[] OfPrometheus = ["instance", "le"];

    private static JsonNode Dashboard => JsonNode.Parse(System.IO.File.ReadAllText(File))!;

    [Fact]
    public async Task The_dashboard_fits_the_types_of_Grafana_and_a_mistake_does_not()
    {
        Assert.True(Directory.Exists(modules.Path));
        Assert.Empty(await ErrorsAsync(File));

        var wrong = Path.Combine(Directory.CreateTempSubdirectory("showcase-dashboard-").FullName, "wrong.json");
        await System.IO.File.WriteAllTextAsync(wrong, (await System.IO.File.ReadAllTextAsync(File)).Replace("\"gridPos\"", "\"gridPosition\""));
        Assert.NotEmpty(await ErrorsAsync(wrong));
        Directory.Delete(Path.GetDirectoryName(wrong)!, recursive: true);
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_metric_and_label_is_one_that_the_host_emits()
    {
        await Calls.StatusOfAsync(() => new UserService.UserServiceClient(showcase.Channel).GetUserAsync(new GetUserRequest { Id = int.MaxValue }).ResponseAsync);
        // Calls another service.
        await Calls.StatusOfAsync(() => new OrderService.OrderServiceClient(showcase.Channel).ProcessOrderAsync(
            new OrderRequest { ProductId = 1, Quantity = 1, UserId = int.MaxValue, RequestId = "dashboard" }).ResponseAsync);
        // The runtime counts exceptions once there was one.
        Assert.False(Throws());
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var metrics = await http.GetStringAsync(new Uri(showcase.App.Address(), "metrics"), TestContext.Current.CancellationToken);
        var emitted = Sample().Matches(metrics)
            .SelectMany(sample => Label().Matches(sample.Groups["labels"].Value).Select(label => label.Groups[1].Value).Prepend(sample.Groups["name"].Value))
            .ToHashSet();

        var expressions = Dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => target!["expr"]!.GetValue<string>()).ToList();
        var used = expressions.SelectMany(expression =>
            Metric().Matches(expression).Select(metric => metric.Value)
                .Concat(Matcher().Matches(expression).Select(label => label.Groups[1].Value))
                .Concat(Grouping().Matches(expression).SelectMany(labels => labels.Groups[1].Value.Split(", "))));

        Assert.True(expressions.Count > 10);
        Assert.Empty(used.Distinct().Except(emitted).Except(OfPrometheus));
    }

    private static bool Throws()
    {
        try
        {
            throw new InvalidOperationException("One that the runtime counts.");
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<JsonArray> ErrorsAsync(string file) =>
        JsonNode.Parse((await Command.RunAsync("node", "samples/Showcase.Tests/Deploy/check-dashboard.mjs", file)).Succeeded().Output)!.AsArray();

    [GeneratedRegex("^(?<name>[a-z_]+)\\{(?<labels>.*)\\}", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex Label();

    // Before the braces of its labels.
    [GeneratedRegex("[a-z_]+(?=\\{)")]
    private static partial Regex Metric();

    [GeneratedRegex("([a-z_]+)[!=][=~]?\"")]
    private static partial Regex Matcher();

    [GeneratedRegex("by \\(([a-z_, ]+)\\)")]
    private static partial Regex Grouping();
}
