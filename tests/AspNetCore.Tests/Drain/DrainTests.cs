using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace GrpcSdk.AspNetCore.Tests.Drain;

public class DrainTests
{
    [Fact]
    public async Task Health_says_NOT_SERVING_before_anything_ends_also_when_code_stops_the_host()
    {
        // StopAsync of a host calls its services before the lifetime knows of the stop.
        using var drain = Drain(new GrpcDrainOptions { HealthDelay = TimeSpan.FromSeconds(5) }, new FakeTimeProvider());

        var stopping = drain.StoppingAsync(TestContext.Current.CancellationToken);

        Assert.True(drain.IsDraining);
        Assert.False(drain.Token.IsCancellationRequested);
        Assert.False(stopping.IsCompleted);
    }

    [Fact]
    public async Task A_server_without_open_streams_does_not_wait_for_them()
    {
        // The clock stands still: what completes has not waited.
        using var drain = Drain(new GrpcDrainOptions { StreamGrace = TimeSpan.FromHours(1) }, new FakeTimeProvider());

        await drain.StoppingAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(drain.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task The_drain_goes_on_as_soon_as_the_last_stream_has_ended()
    {
        using var drain = Drain(new GrpcDrainOptions { StreamGrace = TimeSpan.FromHours(1) }, new FakeTimeProvider());
        drain.Streams.Began();
        drain.Streams.Began();

        var stopping = drain.StoppingAsync(TestContext.Current.CancellationToken);
        drain.Streams.Ended();
        Assert.False(stopping.IsCompleted);
        drain.Streams.Ended();

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_stream_that_goes_on_is_cut_off_after_the_grace()
    {
        var time = new FakeTimeProvider();
        using var drain = Drain(new GrpcDrainOptions { StreamGrace = TimeSpan.FromSeconds(5) }, time);
        drain.Streams.Began();

        var stopping = drain.StoppingAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(drain.Forced.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(drain.Forced.IsCancellationRequested);
    }

    [Fact]
    public async Task A_host_that_is_stopped_from_two_sides_drains_once()
    {
        var time = new FakeTimeProvider();
        using var drain = Drain(new GrpcDrainOptions { HealthDelay = TimeSpan.FromSeconds(5) }, time);

        var (first, second) = (drain.StoppingAsync(TestContext.Current.CancellationToken), drain.StoppingAsync(TestContext.Current.CancellationToken));
        Assert.False(first.IsCompleted || second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));

        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public async Task A_watch_on_health_hears_NOT_SERVING_though_nothing_is_waited_for(int grace)
    {
        await using var host = await ProbeHost.StartAsync(
            services =>
            {
                services.AddGrpcHealthChecks();
                services.AddGrpcDrain(drain => drain.StreamGrace = TimeSpan.FromMilliseconds(grace));
            },
            map: app => app.MapGrpcHealthChecksService());
        using var watch = new Health.HealthClient(host.Channel).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var stopping = host.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);

        // Whatever came first, NOT_SERVING is the last word.
        var last = watch.ResponseStream.Current.Status;
        while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            last = watch.ResponseStream.Current.Status;
        }

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, last);
        await stopping;
    }

    [Fact]
    [NotOn("Windows", "Windows has no SIGTERM.")]
    public async Task SIGTERM_under_load_loses_no_accepted_call_and_ends_streams_as_UNAVAILABLE()
    {
        using var server = await ServerProcess.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Probe.ProbeClient(channel);
        await client.UnaryAsync(new ProbeRequest());

        // Streams of each kind, open and waiting.
        var streams = await Task.WhenAll(
            OpenAsync(() => client.ServerStream(new ProbeRequest()).ResponseStream),
            OpenAsync(() => Send(client.Duplex())),
            OpenClientStreamAsync(client));
        using var watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, watch.ResponseStream.Current.Status);

        // 200 calls a second until the server refuses connections.
        var results = new ConcurrentBag<StatusCode>();
        using var stop = new CancellationTokenSource();
        var load = LoadAsync(client, results, stop.Token);
        while (results.Count < 50)
        {
            await Task.Yield();
        }

        var stopping = Stopwatch.StartNew();
        server.Terminate();
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, watch.ResponseStream.Current.Status);

        var outcomes = await Task.WhenAll(streams).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.All(outcomes, code => Assert.Equal(StatusCode.Unavailable, code));
        // 300 ms of health delay and 500 ms of grace, as timers count them; on a busy machine all of it takes longer.
        Assert.True(stopping.Elapsed > TimeSpan.FromMilliseconds(790), $"The streams ended after {stopping.Elapsed}.");

        await server.ExitedAsync();
        await stop.CancelAsync();
        await load;

        // A call is lost when the server took it and did not answer: everything but a refused connection.
        Assert.Equal(0, server.ExitCode);
        Assert.All(results, code => Assert.True(code is StatusCode.OK or StatusCode.Unavailable, $"A call ended with {code}."));
        Assert.True(results.Count(code => code == StatusCode.OK) >= 50);
        Assert.Equal(server.Accepted, results.Count(code => code == StatusCode.OK) + 1);
    }

    private static GrpcDrain Drain(GrpcDrainOptions options, TimeProvider time) =>
        new(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), Options.Create(options), time);

    private static async Task LoadAsync(Probe.ProbeClient client, ConcurrentBag<StatusCode> results, CancellationToken stop)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var calls = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            calls.Add(CallAsync());
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(calls);

        async Task CallAsync() => results.Add((await client.CallAsync(MethodType.Unary)).Code);
    }

    private static IAsyncStreamReader<ProbeReply> Send(AsyncDuplexStreamingCall<ProbeRequest, ProbeReply> call)
    {
        _ = call.RequestStream.WriteAsync(new ProbeRequest());
        return call.ResponseStream;
    }

    // Completes when the stream is open; the inner task gives the status that it ends with.
    private static async Task<Task<StatusCode>> OpenAsync(Func<IAsyncStreamReader<ProbeReply>> open)
    {
        var stream = open();
        Assert.True(await stream.MoveNext(CancellationToken.None));
        return EndAsync(() => stream.MoveNext(CancellationToken.None));
    }

    private static async Task<Task<StatusCode>> OpenClientStreamAsync(Probe.ProbeClient client)
    {
        var call = client.ClientStream();
        await call.RequestStream.WriteAsync(new ProbeRequest());
        return EndAsync(() => call.ResponseAsync);
    }

    private static async Task<StatusCode> EndAsync(Func<Task> wait)
    {
        try
        {
            await wait();
            return StatusCode.OK;
        }
        catch (RpcException error)
        {
            return error.StatusCode;
        }
    }
}
