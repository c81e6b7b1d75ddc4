// AnalyticsService: its numbers are those of the definitions, for any data.

using Acme.Analytics.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Showcase.Tests.Support;

namespace Showcase.Tests.Analytics;

public sealed class AnalyticsServiceTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly AnalyticsService.AnalyticsServiceClient _client = new(showcase.Channel);

    [Fact]
    public async Task The_summaries_of_random_series_follow_their_definitions()
    {
        const int seed = 11;
        var random = new Random(seed);
        for (var round = 0; round < 20; round++)
        {
            var values = Enumerable.Range(0, random.Next(1, 300)).Select(_ => Math.Round((random.NextDouble() - 0.5) * 1000, 3)).ToList();

            var summary = Assert.Single((await RecordAsync(values.Select(value => new Metric { Name = "x", Value = value }))).Summaries);

            Assert.Equal(values.Count, summary.Count);
            Assert.Equal(values.Min(), summary.Min);
            Assert.Equal(values.Max(), summary.Max);
            Assert.Equal(values.Sum(), summary.Sum, 1e-6);
            Assert.Equal(values.Average(), summary.Mean, 1e-6);
            Assert.All(
                [(50, summary.P50), (95, summary.P95), (99, summary.P99)],
                pair =>
                {
                    // The least value that at least that share of all values do not exceed.
                    Assert.True(values.Count(value => value <= pair.Item2) * 100 >= values.Count * pair.Item1);
                    Assert.True(values.Count(value => value < pair.Item2) * 100 < values.Count * pair.Item1);
                });
        }
    }

    [Fact]
    public async Task Names_are_sorted_and_the_span_is_from_the_earliest_to_the_latest()
    {
        var noon = Timestamp.FromDateTime(new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc));
        var result = await RecordAsync(
        [
            new Metric { Name = "b", Value = 1, Timestamp = noon },
            new Metric { Name = "a", Value = 1, Timestamp = noon },
            new Metric { Name = "b", Value = 1, Timestamp = noon - Duration.FromTimeSpan(TimeSpan.FromSeconds(90)) },
        ]);

        Assert.Equal(["a", "b"], result.Summaries.Select(summary => summary.Name));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(90)], result.Summaries.Select(summary => summary.Span.ToTimeSpan()));
        Assert.Equal(3, result.TotalCount);
    }

    [Fact]
    public async Task No_measurement_is_no_summary() => Assert.Empty((await RecordAsync([])).Summaries);

    [Theory]
    [InlineData("x", double.NaN)]
    [InlineData("x", double.PositiveInfinity)]
    [InlineData("", 1)]
    public async Task A_measurement_that_cannot_be_aggregated_is_an_invalid_argument(string name, double value) =>
        Assert.Equal(StatusCode.InvalidArgument, await Calls.StatusOfAsync(() => RecordAsync([new Metric { Name = name, Value = value }])));

    [Fact]
    public async Task More_than_a_thousand_names_exhaust_the_call()
    {
        var metrics = Enumerable.Range(0, 1001).Select(i => new Metric { Name = $"n{i}", Value = i });

        Assert.Equal(StatusCode.ResourceExhausted, await Calls.StatusOfAsync(() => RecordAsync(metrics)));
    }

    private async Task<AggregateResult> RecordAsync(IEnumerable<Metric> metrics)
    {
        using var call = _client.RecordMetrics(cancellationToken: TestContext.Current.CancellationToken);
        try
        {
            foreach (var metric in metrics)
            {
                await call.RequestStream.WriteAsync(metric);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The server answered early; its status comes with the response.
        }

        return await call.ResponseAsync;
    }
}
