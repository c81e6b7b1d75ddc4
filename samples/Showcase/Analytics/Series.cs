// The measurements of one name.

using Acme.Analytics.V1;
using Google.Protobuf.WellKnownTypes;

namespace Showcase.Analytics;

internal sealed class Series
{
    private readonly List<double> _values = [];
    private DateTime _first = DateTime.MaxValue;
    private DateTime _last = DateTime.MinValue;

    public void Add(double value, DateTime time)
    {
        _values.Add(value);
        _first = time < _first ? time : _first;
        _last = time > _last ? time : _last;
    }

    /// <summary>Summarizes one measurement or more.</summary>
    public AggregateResult.Types.Summary Summarize(string name)
    {
        _values.Sort();
        var sum = _values.Sum();
        return new AggregateResult.Types.Summary
        {
            Name = name,
            Count = _values.Count,
            Sum = sum,
            Min = _values[0],
            Max = _values[^1],
            Mean = sum / _values.Count,
            P50 = Percentile(50),
            P95 = Percentile(95),
            P99 = Percentile(99),
            Span = (_last - _first).ToDuration(),
        };
    }

    // Nearest rank: the least value that at least `percent` percent of the values do not exceed.
    private double Percentile(int percent)
    {
        var rank = (int)Math.Ceiling(percent / 100.0 * _values.Count);
        return _values[Math.Max(rank, 1) - 1];
    }
}
