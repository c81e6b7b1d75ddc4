using System.Net;
using Grpc.Core;
using Grpc.Net.Client.Balancer;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.Client.Tests.Registration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcSdk.Client.Tests.LoadBalancing;

public class LoadBalancingTests
{
    [Fact]
    public async Task Round_robin_uses_all_backends_survives_the_loss_of_one_and_takes_it_back()
    {
        var served = new int[3];
        var backends = new ProbeHost[3];
        for (var i = 0; i < 3; i++)
        {
            backends[i] = await StartAsync(served, i, port: 0);
        }

        var ports = backends.Select(backend => backend.Address.Port).ToArray();
        // A call that was on its way to the backend that is lost is retried on another one: it is idempotent.
        var settings = new Dictionary<string, string>(RoundRobin())
        {
            ["Retry:MaxAttempts"] = "4",
            ["Retry:InitialBackoff"] = "00:00:00.010",
            ["Retry:MaxBackoff"] = "00:00:00.050",
        };
        using var caller = new ClientHost("static:///probe", settings, services => services.AddGrpcStaticResolver(_ => Addresses(ports)));

        await CallUntilAsync(caller, served, count => count.All(n => n > 0));

        await backends[1].DisposeAsync();
        Array.Clear(served);
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);
        }

        Assert.Equal(0, served[1]);
        Assert.True(served[0] > 0 && served[2] > 0);

        backends[1] = await StartAsync(served, 1, ports[1]);
        await CallUntilAsync(caller, served, count => count[1] > 0);

        foreach (var backend in backends)
        {
            await backend.DisposeAsync();
        }
    }

    [Fact]
    public async Task Pick_first_stays_with_one_backend()
    {
        var served = new int[2];
        await using var one = await StartAsync(served, 0, port: 0);
        await using var two = await StartAsync(served, 1, port: 0);
        using var caller = new ClientHost(
            "static:///probe",
            new Dictionary<string, string> { ["UseTls"] = "false" },
            services => services.AddGrpcStaticResolver(_ => Addresses([one.Address.Port, two.Address.Port])));

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);
        }

        Assert.Equal([10, 0], served);
    }

    [Fact]
    public async Task A_name_is_resolved_through_DNS()
    {
        var served = new int[1];
        await using var server = await StartAsync(served, 0, port: 0);
        using var caller = new ClientHost($"dns:///localhost:{server.Address.Port}", RoundRobin());

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);
    }

    [Fact]
    public async Task A_polling_resolver_follows_a_registry_that_changes()
    {
        var served = new int[2];
        await using var one = await StartAsync(served, 0, port: 0);
        await using var two = await StartAsync(served, 1, port: 0);
        var registered = Addresses([one.Address.Port]);
        using var caller = new ClientHost("registry:///probe", RoundRobin(), services => services.AddGrpcPollingResolver(
            "registry", (_, _) => Task.FromResult(Volatile.Read(ref registered)), TimeSpan.FromMilliseconds(20)));
        await CallUntilAsync(caller, served, count => count[0] > 0);

        Volatile.Write(ref registered, Addresses([two.Address.Port]));

        await CallUntilAsync(caller, served, count => count[1] > 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registry_that_fails_or_is_empty_keeps_the_known_addresses(bool throws)
    {
        var served = new int[1];
        await using var server = await StartAsync(served, 0, port: 0);
        var asked = 0;
        using var caller = new ClientHost("registry:///probe", RoundRobin(), services => services.AddGrpcPollingResolver(
            "registry",
            (_, _) => Interlocked.Increment(ref asked) == 1 ? Task.FromResult(Addresses([server.Address.Port]))
                : throws ? throw new InvalidOperationException("Password=hunter2")
                : Task.FromResult<IReadOnlyList<BalancerAddress>>([]),
            TimeSpan.FromMilliseconds(5)));

        await CallUntilAsync(caller, served, _ => Volatile.Read(ref asked) > 3);

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);
        Assert.DoesNotContain(caller.Logs.GetSnapshot(), record => record.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_registry_that_never_answered_makes_calls_UNAVAILABLE(bool throws)
    {
        using var caller = new ClientHost("registry:///probe", RoundRobin(), services => services.AddGrpcPollingResolver(
            "registry",
            (_, _) => throws ? throw new InvalidOperationException("down") : Task.FromResult<IReadOnlyList<BalancerAddress>>([]),
            TimeSpan.FromMinutes(1)));

        var result = await caller.Client.CallAsync(MethodType.Unary);

        Assert.Equal(StatusCode.Unavailable, result.Code);
        Assert.Contains("registry:///probe", result.Error!.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_that_comes_when_the_channel_is_gone_does_no_harm()
    {
        var time = new LateTimers();
        var resolver = new PollingAddressResolver(
            new Uri("registry:///probe"), (_, _) => Task.FromResult(Addresses([1])), TimeSpan.FromSeconds(1), time, NullLoggerFactory.Instance);
        var found = new TaskCompletionSource();
        resolver.Start(_ => found.TrySetResult());
        time.Fire();
        await found.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        resolver.Dispose();

        Assert.Throws<ObjectDisposedException>(resolver.Refresh);
        time.Fire();
    }

    private static Dictionary<string, string> RoundRobin() => new() { ["LoadBalancing"] = "RoundRobin", ["UseTls"] = "false" };

    private static IReadOnlyList<BalancerAddress> Addresses(int[] ports) => [.. ports.Select(port => new BalancerAddress("127.0.0.1", port))];

    private static async Task<ProbeHost> StartAsync(int[] served, int index, int port)
    {
        var host = await ProbeHost.StartAsync(kestrel: options => options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        host.Script.Handler = _ =>
        {
            Interlocked.Increment(ref served[index]);
            return Task.CompletedTask;
        };
        return host;
    }

    private static async Task CallUntilAsync(ClientHost caller, int[] served, Func<int[], bool> done)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!done(served))
        {
            limit.Token.ThrowIfCancellationRequested();
            await caller.Client.CallAsync(MethodType.Unary);
        }
    }

    // Timers that go off when the test says so, also after they were disposed of: as when the thread pool is busy.
    private sealed class LateTimers : TimeProvider
    {
        public Action Fire { get; private set; } = () => { };

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Fire = () => callback(state);
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
