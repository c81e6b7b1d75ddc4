// Analytics: many measurements in, one summary per name out.

using Acme.Analytics.V1;
using Grpc.Core;

namespace Showcase.Tour;

internal static class AnalyticsTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("analytics", "RecordMetrics", AggregateAsync),
    ];

    private static async Task<string> AggregateAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var values = Enumerable.Range(1, 1000).Select(value => new Metric { Name = value % 2 == 0 ? "even" : "odd", Value = value });
        var result = await RecordAsync(tour, values, cancellationToken);
        var even = result.Summaries.Single(summary => summary.Name == "even");
        Expect.Equal(500, even.Count, "even values");
        Expect.Equal(250_500, even.Sum, "their sum");
        Expect.Equal(500, even.P50, "their median");
        Expect.Equal(990, even.P99, "their 99th percentile");

        await Expect.StatusAsync(
            StatusCode.InvalidArgument,
            () => RecordAsync(tour, [new Metric { Name = "broken", Value = double.NaN }], cancellationToken));
        return $"{result.TotalCount} values: even mean {even.Mean}, p50 {even.P50}, p95 {even.P95}, p99 {even.P99}; NaN got INVALID_ARGUMENT";
    }

    // Generated from the client stream: it is as fast as the server reads, and an early answer of the server wins.
    private static Task<AggregateResult> RecordAsync(TourContext tour, IEnumerable<Metric> metrics, CancellationToken cancellationToken) =>
        new AnalyticsService.AnalyticsServiceClient(tour.Channel)
            .RecordMetricsAsync(metrics.ToAsyncEnumerable(), callOptions: new CallOptions(cancellationToken: cancellationToken));
}
