// What the host tells its operators: metrics, traces, and health of what it stands on.

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Acme.Orders.V1;
using Acme.Users.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Showcase.Observability;

namespace Showcase.Tour;

internal static partial class TelemetryTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("metrics", "Calls by method and status, for Prometheus", MetricsAsync),
        new("traces", "One order, one trace through both services", TracesAsync),
        new("health", "Check every dependency", DependenciesAsync),
    ];

    private static async Task<string> MetricsAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var users = new UserService.UserServiceClient(tour.Channel);
        var before = await CountAsync(tour, cancellationToken);
        await Expect.StatusAsync(
            StatusCode.InvalidArgument,
            async () => await users.GetUserAsync(new GetUserRequest { Id = -1 }, cancellationToken: cancellationToken));

        // The exporter repeats its last answer for a moment.
        int after;
        do
        {
            after = await CountAsync(tour, cancellationToken);
        }
        while (after == before);

        Expect.Equal(before + 1, after, "calls of GetUser that were INVALID_ARGUMENT");
        return $"/metrics counted {after} calls of GetUser as INVALID_ARGUMENT, one more than before";
    }

    // A caller that is traced sends its trace in the metadata; the spans of both services must belong to it.
    private static async Task<string> TracesAsync(TourContext tour, CancellationToken cancellationToken)
    {
        using var caller = new Activity("tour").SetIdFormat(ActivityIdFormat.W3C).Start();
        var spans = Channel.CreateUnbounded<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Writer.TryWrite(span),
        };
        ActivitySource.AddActivityListener(listener);

        var orders = new OrderService.OrderServiceClient(tour.Channel);
        await orders.ProcessOrderAsync(new OrderRequest { ProductId = 5, Quantity = 1, UserId = 1 }, cancellationToken: cancellationToken);

        // A span ends a moment after the answer of its call, so the order's may end before the inventory's.
        var missing = new HashSet<string> { "acme.orders.v1.OrderService/ProcessOrder", "acme.inventory.v1.InventoryService/CheckInventory" };
        var methods = new List<string>();
        while (missing.Count > 0)
        {
            var span = await spans.Reader.ReadAsync(cancellationToken);
            if (span.TraceId == caller.TraceId && span.GetTagItem("rpc.method") is string method)
            {
                methods.Add(method);
                missing.Remove(method);
            }
        }

        return $"{methods.Count} spans in the caller's trace {caller.TraceId}: {string.Join(", ", methods)}";
    }

    private static async Task<string> DependenciesAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new Health.HealthClient(tour.Channel);
        string[] names = [HealthArea.Live, HealthArea.DatabaseDependency, HealthArea.UploadsDependency, HealthArea.LogsDependency, HealthArea.InventoryDependency];
        foreach (var name in names)
        {
            var answer = await client.CheckAsync(new HealthCheckRequest { Service = name }, cancellationToken: cancellationToken);
            Expect.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status, $"health of {name}");
        }

        return $"{string.Join(", ", names)}: SERVING";
    }

    private static async Task<int> CountAsync(TourContext tour, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var text = await http.GetStringAsync(new Uri(tour.Address, "metrics"), cancellationToken);
        return Refused().Match(text) is { Success: true } line ? int.Parse(line.Groups["count"].Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex("""^rpc_server_call_duration_seconds_count\{(?=.*rpc_method="acme\.users\.v1\.UserService/GetUser")(?=.*"INVALID_ARGUMENT").*\} (?<count>[0-9]+)""", RegexOptions.Multiline)]
    private static partial Regex Refused();
}
