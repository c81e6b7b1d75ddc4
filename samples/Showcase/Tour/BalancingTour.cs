// Load balancing in the client: over three hosts of which one is killed and comes back.

using Grpc.Net.Client.Balancer;
using GrpcSdk.Client;

namespace Showcase.Tour;

internal static class BalancingTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("balancing", "round_robin, a host killed and brought back", RoundRobinAsync),
        new("balancing", "pick_first, its host killed", PickFirstAsync),
        new("balancing", "A resolver of our own", ResolverAsync),
    ];

    private static async Task<string> RoundRobinAsync(TourContext tour, CancellationToken cancellationToken)
    {
        await using var replicas = await Replicas.StartAsync(tour, cancellationToken);
        using var clients = Static(replicas, GrpcLoadBalancing.RoundRobin);
        await Replicas.AskUntilAsync(clients, "abc", cancellationToken);
        var even = await Replicas.AskAsync(clients, 30, cancellationToken);
        Expect.True(even.Values.All(count => count is >= 9 and <= 11), $"30 calls went around evenly, {Show(even)}");

        await replicas.KillAsync("b");
        var without = await Replicas.AskAsync(clients, 30, cancellationToken);
        Expect.Equal(0, without["b"], "calls that a dead host answered");
        await replicas.StartAsync("b", cancellationToken);
        await Replicas.AskUntilAsync(clients, "abc", cancellationToken);
        return $"{Show(even)}; with b dead {Show(without)} and no call failed; b back in turn";
    }

    private static async Task<string> PickFirstAsync(TourContext tour, CancellationToken cancellationToken)
    {
        await using var replicas = await Replicas.StartAsync(tour, cancellationToken);
        using var clients = Static(replicas, GrpcLoadBalancing.PickFirst);
        var first = await Replicas.AskAsync(clients, 30, cancellationToken);
        Expect.Equal(30, first["a"], "calls that the first host answered");

        await replicas.KillAsync("a");
        var second = await Replicas.AskAsync(clients, 30, cancellationToken);
        Expect.True(second["a"] == 0 && second.Values.Max() == 30, $"one other host answered all calls, {Show(second)}");
        return $"{Show(first)}; with a dead {Show(second)} and no call failed";
    }

    private static async Task<string> ResolverAsync(TourContext tour, CancellationToken cancellationToken)
    {
        await using var replicas = await Replicas.StartAsync(tour, cancellationToken);
        var registry = new[] { "a" };
        using var clients = Create("registry:///showcase", GrpcLoadBalancing.RoundRobin, services => services.AddGrpcPollingResolver(
            "registry",
            (_, _) => Task.FromResult(Addresses(replicas, registry)),
            interval: TimeSpan.FromMilliseconds(100)));
        await Replicas.AskUntilAsync(clients, "a", cancellationToken);

        registry = ["b", "c"];
        await Replicas.AskUntilAsync(clients, "bc", cancellationToken);
        registry = [];
        var kept = await Replicas.AskAsync(clients, 10, cancellationToken);
        return $"from a to b and c when the registry said so; with an empty registry the known ones stay, {Show(kept)}";
    }

    private static TourClients Static(Replicas replicas, GrpcLoadBalancing policy) =>
        Create("static:///showcase", policy, services => services.AddGrpcStaticResolver(_ => Addresses(replicas, ["a", "b", "c"])));

    // A call that its host had not begun when it died is tried again elsewhere: reading twice does no harm.
    private static TourClients Create(string address, GrpcLoadBalancing policy, Action<IServiceCollection> resolver) => TourClients.Create(
        new Uri(address),
        settings: new Dictionary<string, string>
        {
            [nameof(GrpcClientOptions.UseTls)] = "false",
            [nameof(GrpcClientOptions.LoadBalancing)] = policy.ToString(),
            ["Retry:MaxAttempts"] = "5",
            ["Retry:Methods:0"] = "acme.users.v1.UserService/ListUsers",
        },
        services: resolver);

    private static IReadOnlyList<BalancerAddress> Addresses(Replicas replicas, IEnumerable<string> names) =>
        [.. names.Select(name => new BalancerAddress(replicas.AddressOf(name).Host, replicas.AddressOf(name).Port))];

    private static string Show(Dictionary<string, int> answers) => string.Join(" ", answers.Select(answer => $"{answer.Key} {answer.Value}"));
}
