// The benchmarks of mocks: `dotnet run -c Release --project bench/Mocks` prints the table of docs/benchmarks.md;
// names of subjects as arguments choose rows.
using System.Diagnostics;
using System.Globalization;
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

if (args.Length > 0)
{
    MockBenchmarks.Names = args;
}

var summary = BenchmarkRunner.Run<MockBenchmarks>(MockBenchmarks.Config());
Table.Print(summary, Cold.MeasureAll(runs: 15));

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
