// acme.analytics.v1.AnalyticsService: measurements in, one summary per name out.

using Acme.Analytics.V1;
using Grpc.Core;
using GrpcSdk;
using Showcase.Errors;

namespace Showcase.Analytics;

[GrpcService]
internal sealed class AnalyticsServiceV1(TimeProvider time) : AnalyticsService.AnalyticsServiceBase
{
    private const int MaxNames = 1000;
    private const int MaxMetrics = 1_000_000;

    public override async Task<AggregateResult> RecordMetrics(IAsyncStreamReader<Metric> requestStream, ServerCallContext context)
    {
        var series = new SortedDictionary<string, Series>(StringComparer.Ordinal);
        var count = 0;
        await foreach (var metric in requestStream.ReadAllAsync(context.CancellationToken))
        {
            Check(metric, ++count);
            if (!series.TryGetValue(metric.Name, out var values))
            {
                series.Add(metric.Name, values = series.Count < MaxNames
                    ? new Series()
                    : throw RpcErrors.Exhausted("metric names", $"At most {MaxNames} names a call."));
            }

            values.Add(metric.Value, TimeOf(metric));
        }

        var result = new AggregateResult { TotalCount = count };
        result.Summaries.AddRange(series.Select(pair => pair.Value.Summarize(pair.Key)));
        return result;
    }

    private static void Check(Metric metric, int count)
    {
        if (count > MaxMetrics)
        {
            throw RpcErrors.Exhausted("measurements", $"At most {MaxMetrics} measurements a call.");
        }

        if (metric.Name.Length == 0)
        {
            throw RpcErrors.Invalid("name", $"Measurement {count} has no name.");
        }

        if (!double.IsFinite(metric.Value))
        {
            throw RpcErrors.Invalid("value", $"Measurement {count} is {metric.Value}; only finite numbers can be aggregated.");
        }
    }

    private DateTime TimeOf(Metric metric)
    {
        try
        {
            return metric.Timestamp?.ToDateTime() ?? time.GetUtcNow().UtcDateTime;
        }
        catch (InvalidOperationException)
        {
            throw RpcErrors.Invalid("timestamp", $"A measurement of {metric.Name} has no valid time.");
        }
    }
}
