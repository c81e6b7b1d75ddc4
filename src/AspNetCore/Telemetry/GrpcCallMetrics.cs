using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;

namespace GrpcSdk.AspNetCore;

/// <summary>The server's instruments.</summary>
internal sealed class GrpcCallMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;

    public GrpcCallMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(RpcTelemetry.ServerMeter);
        _duration = _meter.CreateHistogram<double>(
            RpcTelemetry.ServerDuration,
            unit: "s",
            description: "Duration of calls as the server sees them, streams until their end.");
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
        if (code.IsServerFault())
        {
            tags.Add(RpcTelemetry.ErrorType, code.ToCanonicalName());
        }

        _duration.Record(elapsed.TotalSeconds, tags);
    }

    public void Dispose() => _meter.Dispose();
}
