// The benchmarks of mocks: `dotnet run -c Release --project bench/Mocks` prints the table of docs/benchmarks.md;
// names of subjects as arguments choose rows.
using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Grpc.Core;
using GrpcSdk.Bench.Mocks;
using GrpcSdk.Bench.Mocks.V1;

var clock = Stopwatch.StartNew();
if (args is ["cold", var subject])
{
    // A fresh process: from the first line of the program to the end of the first call.
    Cold.Run(subject, clock);
    return;
}

if (args is ["warm", var name])
{
    MockBenchmarks.Names = [name];
    Console.WriteLine(Warm.Of(BenchmarkRunner.Run<MockBenchmarks>(MockBenchmarks.Config())).ToString());
    return;
}

if (args.Length > 0)
{
    MockBenchmarks.Names = args;
}

Table.Print(MockBenchmarks.Names.ToDictionary(subject => subject, Warm.Measure), Cold.MeasureAll(runs: 15));

/// <summary>The benchmarks of one subject, in nanoseconds and bytes. Each runs in a process of its own: code that the compiler has tuned for one subject is slower for the next.</summary>
internal sealed record Warm(double First, double Further, long Bytes)
{
    private const string Mark = "measured ";

    public static Warm Of(Summary summary)
    {
        var (first, further) = (Report(nameof(MockBenchmarks.First)), Report(nameof(MockBenchmarks.Further)));
        return new(first.ResultStatistics!.Median, further.ResultStatistics!.Median, further.GcStats.GetBytesAllocatedPerOperation(further.BenchmarkCase) ?? 0);

        BenchmarkReport Report(string method) => summary.Reports.Single(r => r.BenchmarkCase.Descriptor.WorkloadMethod.Name == method);
    }

    public static Warm Measure(string subject)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["warm", subject]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        var parts = output.Last(line => line.StartsWith(Mark, StringComparison.Ordinal))[Mark.Length..].Split(' ');
        return new(double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mark}{First} {Further} {Bytes}");
}

internal static class Cold
{
    public static void Run(string subject, Stopwatch clock)
    {
        // No dictionary of all subjects: their types would be loaded too.
        var client = subject switch
        {
            "GrpcSdk" => Subjects.GrpcSdk(),
            "Invoker" => Subjects.Invoker(),
            "Subclass" => Subjects.Subclass(),
            "Moq" => Subjects.Moq(),
            "MoqShared" => Subjects.MoqShared(),
            "NSubstitute" => Subjects.NSubstitute(),
            "NSubstituteShared" => Subjects.NSubstituteShared(),
            "FakeItEasy" => Subjects.FakeItEasy(),
            "FakeItEasyShared" => Subjects.FakeItEasyShared(),
            "TUnit.Mocks" => Subjects.TUnitMocks(),
            "TUnit.MocksShared" => Subjects.TUnitMocksShared(),
            _ => Subjects.RealClient(),
        };
        client.GetUserAsync(new GetUserRequest { Id = 7 }, default(CallOptions)).ResponseAsync.GetAwaiter().GetResult();
        Console.WriteLine(clock.Elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Medians in milliseconds; the subjects take turns, so that the machine's mood is shared.</summary>
    public static Dictionary<string, double> MeasureAll(int runs)
    {
        var times = MockBenchmarks.Names.ToDictionary(name => name, _ => new List<double>());
        for (var run = 0; run < runs; run++)
        {
            foreach (var name in MockBenchmarks.Names)
            {
                using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["cold", name]) { RedirectStandardOutput = true })!;
                times[name].Add(double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture));
                process.WaitForExit();
            }
        }

        return times.ToDictionary(t => t.Key, t => t.Value.Order().ElementAt(t.Value.Count / 2));
    }
}
