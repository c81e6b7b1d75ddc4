// One replica against two on the same PostgreSQL, called by a client that balances.

using System.Collections.Concurrent;
using Acme.Users.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using GrpcSdk.Bench.Load.Faults;
using GrpcSdk.Bench.Load.Kinds;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.Bench.Load;

internal static class ReplicasRun
{
    private const int Callers = 32;

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        var report = new Report();
        await using var stores = await Stores.StartAsync();
        using var folder = new TemporaryFolder();
        var settings = stores.Settings(folder.Below("uploads"));
        await using var first = await StartAsync("a");
        await using var second = await StartAsync("b");
        await new WriteKind().CallAsync(Balanced([first]), 0, 0);
        Console.WriteLine("| Replicas | GetUser a second | of one replica | calls of each replica | processor of a replica, ms a call | p50, ms | p99, ms | errors |");
        Console.WriteLine("|---|---:|---:|---|---:|---:|---:|---|");
        // For the compiler of .NET.
        await MeasureAsync([first, second], duration / 2);
        var one = await MeasureAsync([first], duration);
        Print("one", one, one);
        var two = await MeasureAsync([first, second], duration);
        Print("two", two, one);
        report.Expect(two.Calls.Failed == 0, "no call fails");
        report.Expect(two.PerHost.Count == 2 && two.PerHost.Values.Min() > 0.8 * two.PerHost.Values.Max(), "both replicas get as many calls");
        return report.ExitCode;

        Task<HostProcess> StartAsync(string name) =>
            HostProcess.StartAsync(folder.Below(name), new Dictionary<string, string>(settings) { ["ServedBy"] = name });

        void Print(string replicas, Result result, Result other) => Report.Line(
            $"| {replicas} | {result.Rate:0} | {result.Rate / other.Rate:0.00}× | {string.Join(", ", result.PerHost.OrderBy(host => host.Key).Select(host => $"{host.Key}: {host.Value}"))} | {result.Processor.TotalMilliseconds / result.Calls.Succeeded:0.000} | {result.Calls.Percentile(0.5):0.0} | {result.Calls.Percentile(0.99):0.0} | {result.Calls.ErrorText} |");
    }

    private static async Task<Result> MeasureAsync(IReadOnlyList<HostProcess> hosts, TimeSpan duration)
    {
        using var channel = Balanced(hosts);
        await channel.ConnectAsync();
        var client = new UserService.UserServiceClient(channel);
        var (calls, perHost) = (new Tally("GetUser"), new ConcurrentDictionary<string, int>());
        using var over = new CancellationTokenSource(duration);
        var before = hosts.Sum(host => host.ProcessorTime.TotalSeconds);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (!over.IsCancellationRequested)
            {
                await calls.CallAsync(async () =>
                {
                    using var call = client.GetUserAsync(new GetUserRequest { Id = 1 });
                    await call;
                    perHost.AddOrUpdate((await call.ResponseHeadersAsync).GetValue("x-served-by") ?? "?", 1, (_, count) => count + 1);
                });
            }
        }));
        return new Result(calls, perHost, calls.Succeeded / duration.TotalSeconds, TimeSpan.FromSeconds(hosts.Sum(host => host.ProcessorTime.TotalSeconds) - before));
    }

    private static GrpcChannel Balanced(IReadOnlyList<HostProcess> hosts)
    {
        var addresses = hosts.Select(host => new BalancerAddress(host.Address.Host, host.Address.Port)).ToList();
        var services = new ServiceCollection().AddSingleton<ResolverFactory>(new StaticResolverFactory(_ => addresses)).BuildServiceProvider();
        return GrpcChannel.ForAddress("static:///showcase", new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Insecure,
            ServiceProvider = services,
            ServiceConfig = new ServiceConfig { LoadBalancingConfigs = { new RoundRobinConfig() } },
        });
    }

    private sealed record Result(Tally Calls, IReadOnlyDictionary<string, int> PerHost, double Rate, TimeSpan Processor);
}
