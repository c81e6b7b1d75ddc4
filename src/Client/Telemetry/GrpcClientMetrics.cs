using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>The client's instruments.</summary>
internal sealed class GrpcClientMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;

    public GrpcClientMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(RpcTelemetry.ClientMeter);
        _duration = _meter.CreateHistogram<double>(
            RpcTelemetry.ClientDuration,
            unit: "s",
            description: "Duration of calls as their caller sees them, with all retries, streams until their end.");
    }

    internal void Record(string method, StatusCode code, TimeSpan elapsed)
    {
        if (!_duration.Enabled)
        {
            return;
        }

        var tags = new TagList
        {
            { RpcTelemetry.SystemName, RpcTelemetry.SystemValue },
            { RpcTelemetry.Method, method },
            { RpcTelemetry.StatusCode, code.ToCanonicalName() },
        };
        if (code != StatusCode.OK)
        {
            tags.Add(RpcTelemetry.ErrorType, code.ToCanonicalName());
        }

        _duration.Record(elapsed.TotalSeconds, tags);
    }

    public void Dispose() => _meter.Dispose();
}
