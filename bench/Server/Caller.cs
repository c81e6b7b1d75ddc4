// A caller of one server, who measures time and allocation. It shares the process with the server, and does the same for
// all of them, so that the differences are the servers'.
using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;

namespace GrpcSdk.Bench.Server;

internal sealed class Caller : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;
    private readonly CallOptions _options = new(new Metadata { { "authorization", $"Bearer {Servers.Token()}" } }, DateTime.UtcNow.AddHours(1));
    private readonly EchoRequest _request = new() { Text = "hello" };
    private readonly Func<Task> _unary;
    private readonly Func<AsyncDuplexStreamingCall<EchoRequest, EchoReply>> _duplex;

    public Caller(WebApplication app, bool isGenerated)
    {
        _app = app;
        _channel = GrpcChannel.ForAddress(app.Urls.Single());
        if (isGenerated)
        {
            var client = new Chained.ChainedClient(_channel);
            (_unary, _duplex) = (async () => await client.UnaryAsync(_request, _options), () => client.Duplex(_options));
        }
        else
        {
            var client = new Bare.BareClient(_channel);
            (_unary, _duplex) = (async () => await client.UnaryAsync(_request, _options), () => client.Duplex(_options));
        }
    }

    /// <summary>Makes unary calls one after another: the time of each in microseconds, and the bytes allocated for all.</summary>
    public async Task<(double[] Times, double Allocated)> CallAsync(int calls)
    {
        var times = new double[calls];
        var allocated = await AllocatedAsync(async () =>
        {
            for (var i = 0; i < calls; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                await _unary();
                times[i] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
            }
        });
        return (times, allocated);
    }

    /// <summary>The bytes allocated for each message of a duplex stream that goes there and comes back.</summary>
    public async Task<double> StreamAsync(int messages) => await AllocatedAsync(async () =>
    {
        using var call = _duplex();
        for (var i = 0; i < messages; i++)
        {
            await call.RequestStream.WriteAsync(_request);
            await call.ResponseStream.MoveNext(CancellationToken.None);
        }

        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext(CancellationToken.None);
    }) / messages;

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task<double> AllocatedAsync(Func<Task> work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
