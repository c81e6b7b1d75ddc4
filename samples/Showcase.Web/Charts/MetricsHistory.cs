// The last minutes of a host's metrics, for charts.

namespace Showcase.Web.Charts;

internal sealed class MetricsHistory
{
    /// <summary>How many readings a chart shows.</summary>
    public const int Length = 60;

    private readonly Queue<double> _callsPerSecond = new();
    private readonly Queue<double> _connections = new();
    private readonly Queue<double> _workingSet = new();
    private (double Calls, TimeSpan Time)? _last;

    /// <summary>Calls that ended, per second.</summary>
    public IReadOnlyCollection<double> CallsPerSecond => _callsPerSecond;

    /// <summary>Open connections.</summary>
    public IReadOnlyCollection<double> Connections => _connections;

    /// <summary>Memory of the process, in bytes.</summary>
    public IReadOnlyCollection<double> WorkingSet => _workingSet;

    /// <param name="samples">Sums by name, as in <see cref="PrometheusText.Sums"/>.</param>
    /// <param name="time">When they were read, on a clock that only goes forward.</param>
    public void Add(IReadOnlyDictionary<string, double> samples, TimeSpan time)
    {
        var calls = samples.GetValueOrDefault("rpc_server_call_duration_seconds_count");
        if (_last is { } last)
        {
            // A host that was started again counts from 0.
            Append(_callsPerSecond, Math.Max(0, calls - last.Calls) / (time - last.Time).TotalSeconds);
        }

        _last = (calls, time);
        Append(_connections, samples.GetValueOrDefault("kestrel_active_connections"));
        Append(_workingSet, samples.GetValueOrDefault("dotnet_process_memory_working_set_bytes"));
    }

    private static void Append(Queue<double> values, double value)
    {
        values.Enqueue(value);
        if (values.Count > Length)
        {
            values.Dequeue();
        }
    }
}
