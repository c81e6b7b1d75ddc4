using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Takes the lease of a gRPC call from the global limiter alone where nothing else has a say: no policy on the method, and
/// nobody who measures ASP.NET Core's limiter. All other calls go through ASP.NET Core's own middleware.
/// </summary>
internal sealed class RateLimitedCalls
{
    private readonly LimitedCalls? _limited;
    private readonly Instrument[] _instruments;
    private readonly RequestDelegate _ordinary;

    /// <summary>Installs both ways.</summary>
    /// <param name="limiter">The global limiter.</param>
    /// <param name="meters">The meters of the application.</param>
    /// <param name="ordinary">ASP.NET Core's middleware, already built.</param>
    /// <param name="next">What comes after it.</param>
    internal RateLimitedCalls(PartitionedRateLimiter<HttpContext>? limiter, IMeterFactory meters, RequestDelegate ordinary, RequestDelegate next)
    {
        _limited = limiter is null ? null : new LimitedCalls(limiter, next);
        _ordinary = ordinary;
        _instruments = InstrumentsOf(meters);
    }

    internal Task InvokeAsync(HttpContext context) =>
        _limited is null || !GrpcProtocol.IsGrpc(context) || HasOwnLimit(context) || IsMeasured() ? _ordinary(context) : _limited.InvokeAsync(context);

    private bool IsMeasured()
    {
        foreach (var instrument in _instruments)
        {
            if (instrument.Enabled)
            {
                return true;
            }
        }

        return false;
    }

    // Those that the middleware has just made; a listener that listens to nothing is how one gets at them.
    private static Instrument[] InstrumentsOf(IMeterFactory meters)
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            // Those of the queue see only calls that wait.
            if (instrument.Meter.Name == "Microsoft.AspNetCore.RateLimiting"
                && ReferenceEquals(instrument.Meter.Scope, meters)
                && !instrument.Name.Contains("queue", StringComparison.Ordinal))
            {
                lock (instruments)
                {
                    instruments.Add(instrument);
                }
            }
        };
        listener.Start();
        lock (instruments)
        {
            return [.. instruments];
        }
    }

    private static bool HasOwnLimit(HttpContext context) =>
        context.GetEndpoint() is not { } endpoint
        || endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>() is not null
        || endpoint.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null;
}
