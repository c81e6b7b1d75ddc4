// What everything around GetUser costs: the showcase's host against a bare grpc-dotnet service that makes the same call of
// the same database. All run in this process, with the client, and take turns. The bare service logs warnings only, so the
// host is measured with that level too, and with its own, a line per call in a file.

using System.Net;
using Acme.Users.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Showcase.Users;

namespace GrpcSdk.Bench.Showcase;

internal static class ChainBenchmark
{
    private const int Users = 1000;
    private const int Callers = 16;
    private const int CallsPerCaller = 125;
    private const double Goal = 0.85;

    public static async Task RunAsync()
    {
        await using var host = await BenchHost.StartAsync(Users);
        await using var quiet = await BenchHost.StartAsync(Users, new() { ["Logging:LogLevel:GrpcSdk"] = "Warning" });
        await using var bare = await StartBareAsync(quiet.App.Services.GetRequiredService<UserDirectory>());
        using var bareChannel = GrpcChannel.ForAddress(bare.Urls.Single());
        var costs = await Rounds.MeasureAsync(
            rounds: 31,
            warmups: 6,
            () => CallAsync(new UserService.UserServiceClient(bareChannel)),
            () => CallAsync(new UserService.UserServiceClient(quiet.Channel)),
            () => CallAsync(new UserService.UserServiceClient(host.Channel)));

        Console.WriteLine($"| GetUser, {Callers} callers on one connection | calls a second | of bare (goal: {Goal:P0}) | allocated a call in both, kB |");
        Console.WriteLine("|---|---:|---:|---:|");
        Print("bare service", costs[0], costs[0]);
        Print("full chain of the showcase, same level of logging", costs[1], costs[0]);
        Print("full chain, and a line per call in the log file", costs[2], costs[0]);
    }

    private static async Task<WebApplication> StartBareAsync(UserDirectory directory)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(directory);
        var app = builder.Build();
        app.MapGrpcService<BareUsers>();
        await app.StartAsync();
        return app;
    }

    private static Task CallAsync(UserService.UserServiceClient client) => Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
    {
        for (var i = 0; i < CallsPerCaller; i++)
        {
            await client.GetUserAsync(new GetUserRequest { Id = (((caller * CallsPerCaller) + i) % Users) + 1 });
        }
    }));

    private static void Print(string name, Cost cost, Cost bare) =>
        Rounds.Print($"| {name} | {Callers * CallsPerCaller * 1000 / cost.Milliseconds:0} | {bare.Milliseconds / cost.Milliseconds:P1} | {cost.Bytes / Callers / CallsPerCaller / 1000:0.0} |");

    internal sealed class BareUsers(UserDirectory directory) : UserService.UserServiceBase
    {
        public override async Task<User> GetUser(GetUserRequest request, ServerCallContext context) =>
            (await directory.GetAsync(request.Id, context.CancellationToken)).ToV1();
    }
}
