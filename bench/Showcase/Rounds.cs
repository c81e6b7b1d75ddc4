// Measures several ways to do the same in turns, so that noise of the machine hits all alike.

using System.Diagnostics;
using System.Globalization;

namespace GrpcSdk.Bench.Showcase;

/// <param name="Milliseconds">Median time of a round.</param>
/// <param name="Bytes">Median of what a round allocates in the process.</param>
internal readonly record struct Cost(double Milliseconds, double Bytes);

internal static class Rounds
{
    /// <summary>Runs every way in turns, first without counting.</summary>
    /// <returns>The cost of each way, in their order.</returns>
    public static async Task<Cost[]> MeasureAsync(int rounds, int warmups, params Func<Task>[] ways)
    {
        var times = ways.Select(_ => new List<double>()).ToArray();
        var allocations = ways.Select(_ => new List<double>()).ToArray();
        for (var round = -warmups; round < rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                var allocated = GC.GetTotalAllocatedBytes(precise: true);
                var started = Stopwatch.GetTimestamp();
                await ways[way]();
                var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (round >= 0)
                {
                    times[way].Add(elapsed);
                    allocations[way].Add(GC.GetTotalAllocatedBytes(precise: true) - allocated);
                }
            }
        }

        return [.. ways.Select((_, way) => new Cost(Median(times[way]), Median(allocations[way])))];
    }

    /// <summary>Prints a line with numbers in invariant form.</summary>
    public static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
