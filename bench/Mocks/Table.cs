// Prints the table of docs/benchmarks.md.
using System.Globalization;

namespace GrpcSdk.Bench.Mocks;

internal static class Table
{
    public static void Print(IReadOnlyDictionary<string, Warm> warm, IReadOnlyDictionary<string, double> cold)
    {
        Console.WriteLine("| | Create + setup + first call | Further call | Allocated per further call | Fresh process, main to first call |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var (name, (first, further, bytes)) in warm)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {first / 1000:0.00} µs | {further:0} ns | {bytes} B | {cold[name]:0.0} ms |"));
        }
    }
}
