// Claim: reuse connections, do not create a new one per request.

using Acme.Users.V1;
using Grpc.Net.Client;
using Showcase.Hosting;

namespace GrpcSdk.Bench.Showcase;

internal static class ChannelBenchmark
{
    private const int Calls = 200;

    private static readonly GetUserRequest Request = new() { Id = 1 };

    public static async Task RunAsync()
    {
        await using var host = await BenchHost.StartAsync(users: 1);
        var client = new UserService.UserServiceClient(host.Channel);
        var address = host.App.Address();
        var costs = await Rounds.MeasureAsync(
            rounds: 15,
            warmups: 10,
            () => RepeatAsync(async () => await client.GetUserAsync(Request)),
            () => RepeatAsync(() => ByOwnChannelAsync(address)));

        Console.WriteLine("| GetUser by | µs a call | allocated a call in both, kB |");
        Console.WriteLine("|---|---:|---:|");
        Print("one channel for all calls", costs[0]);
        Print("a channel per call, without TLS", costs[1]);
        Rounds.Print($"| how many times as much | {costs[1].Milliseconds / costs[0].Milliseconds:0.0}× | {costs[1].Bytes / costs[0].Bytes:0.0}× |");
    }

    private static async Task ByOwnChannelAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        await new UserService.UserServiceClient(channel).GetUserAsync(Request);
    }

    private static async Task RepeatAsync(Func<Task> call)
    {
        for (var i = 0; i < Calls; i++)
        {
            await call();
        }
    }

    private static void Print(string name, Cost cost) =>
        Rounds.Print($"| {name} | {cost.Milliseconds * 1000 / Calls:0} | {cost.Bytes / Calls / 1000:0.0} |");
}
