// Benchmarks of the hot paths: a test's arrangement with its first call, and every call after it.
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Grpc.Core;
using GrpcSdk.Bench.Mocks.V1;

namespace GrpcSdk.Bench.Mocks;

/// <summary>One benchmark per column of the table, one parameter per row.</summary>
[MemoryDiagnoser]
public class MockBenchmarks
{
    private const int Calls = 20_000;

    private static readonly GetUserRequest Request = new() { Id = 7 };

    private Func<Users.UsersClient> _create = null!;
    private Users.UsersClient _client = null!;

    [ParamsSource(nameof(Names))]
    public string Subject { get; set; } = "";

    public static IEnumerable<string> Names { get; set; } = Subjects.All.Keys;

    [GlobalSetup]
    public void Choose() => _create = Subjects.All[Subject];

    [Benchmark(Description = "create + setup + first call")]
    public Task<User> First() => _create().GetUserAsync(Request, default(CallOptions)).ResponseAsync;

    // Mocks keep what they record: each iteration starts with a new one.
    [IterationSetup(Target = nameof(Further))]
    public void Renew()
    {
        _client = _create();
        GC.Collect();
    }

    [Benchmark(Description = "further call", OperationsPerInvoke = Calls)]
    public async Task<User> Further()
    {
        var user = Subjects.Reply;
        for (var i = 0; i < Calls; i++)
        {
            user = await _client.GetUserAsync(Request, default(CallOptions));
        }

        return user;
    }

    public static IConfig Config() => DefaultConfig.Instance
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(9).WithWarmupCount(15).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(100)))
        .AddColumn(StatisticColumn.Median)
        .HideColumns(Column.Error, Column.StdDev, Column.Gen0, Column.Gen1, Column.Gen2, Column.Job, Column.InvocationCount, Column.UnrollFactor)
        .WithOptions(ConfigOptions.DisableOptimizationsValidator);
}
