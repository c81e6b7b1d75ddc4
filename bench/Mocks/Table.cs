// Prints the table of docs/benchmarks.md.
using System.Globalization;
using BenchmarkDotNet.Reports;

namespace GrpcSdk.Bench.Mocks;

internal static class Table
{
    public static void Print(Summary summary, IReadOnlyDictionary<string, double> cold)
    {
        Console.WriteLine();
        Console.WriteLine("| | Create + setup + first call | Further call | Allocated per further call | Fresh process, main to first call |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var name in MockBenchmarks.Names)
        {
            var (first, further) = (Report(summary, name, nameof(MockBenchmarks.First)), Report(summary, name, nameof(MockBenchmarks.Further)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {first.ResultStatistics!.Median / 1000:0.00} µs | {further.ResultStatistics!.Median:0} ns | {further.GcStats.GetBytesAllocatedPerOperation(further.BenchmarkCase):0} B | {cold[name]:0.0} ms |"));
        }
    }

    private static BenchmarkReport Report(Summary summary, string subject, string method) =>
        summary.Reports.Single(r =>
            r.BenchmarkCase.Descriptor.WorkloadMethod.Name == method
            && (string)r.BenchmarkCase.Parameters[nameof(MockBenchmarks.Subject)] == subject);
}
