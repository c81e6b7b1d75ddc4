// What became of many calls of one kind: how many, how fast, and the statuses of those that failed.

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Grpc.Core;

namespace GrpcSdk.Bench.Load;

/// <param name="name">What was called.</param>
internal sealed class Tally(string name)
{
    private readonly ConcurrentBag<double> _milliseconds = [];
    private readonly ConcurrentDictionary<string, int> _errors = new();

    public string Name => name;

    public int Succeeded => _milliseconds.Count;

    public int Failed => _errors.Values.Sum();

    /// <summary>The statuses of failed calls; one that came without a delay to wait says so.</summary>
    public IReadOnlyDictionary<string, int> Errors => _errors;

    /// <summary>Calls, and writes down how it went.</summary>
    /// <returns>The error of a call that failed.</returns>
    public async Task<RpcException?> CallAsync(Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await call();
            Add(Stopwatch.GetElapsedTime(started));
            return null;
        }
        catch (RpcException exception)
        {
            Add(exception);
            return exception;
        }
    }

    public void Add(TimeSpan latency) => _milliseconds.Add(latency.TotalMilliseconds);

    public void Add(RpcException exception) => _errors.AddOrUpdate(Describe(exception), 1, (_, count) => count + 1);

    /// <summary>The latency below which a share of the calls stayed, in milliseconds; 0 when there were none.</summary>
    public double Percentile(double share)
    {
        var sorted = _milliseconds.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
    }

    /// <summary>A row of the table below <see cref="Header"/>.</summary>
    public string Row(TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {Succeeded} | {Succeeded / elapsed.TotalSeconds:0} | {Percentile(0.5):0.0} | {Percentile(0.9):0.0} | {Percentile(0.99):0.0} | {Percentile(1):0.0} | {ErrorText} |");

    public const string Header = """
        | | ok | a second | p50, ms | p90, ms | p99, ms | max, ms | errors |
        |---|---:|---:|---:|---:|---:|---:|---|
        """;

    public string ErrorText => _errors.IsEmpty ? "none" : string.Join(", ", _errors.OrderBy(error => error.Key, StringComparer.Ordinal).Select(error => $"{error.Value} {error.Key}"));

    private static string Describe(RpcException exception) =>
        exception.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted && exception.GetRetryDelay() is null ? $"{exception.StatusCode} without a delay"
        : exception.StatusCode is StatusCode.Internal or StatusCode.Unknown ? $"{exception.StatusCode} ({exception.Status.Detail})"
        : $"{exception.StatusCode}";
}
