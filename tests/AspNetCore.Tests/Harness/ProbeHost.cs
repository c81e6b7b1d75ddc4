// A real server: Kestrel on a free loopback port, HTTP/2 in clear, and a real channel to it.
using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace GrpcSdk.AspNetCore.Tests.Harness;

/// <summary>Hosts <see cref="ProbeApi"/> with the generated registration.</summary>
internal sealed class ProbeHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProbeHost(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        Channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        Client = new Probe.ProbeClient(Channel);
        Durations = new MetricCollector<double>(
            app.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), RpcTelemetry.ServerMeter, RpcTelemetry.ServerDuration);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public Probe.ProbeClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public ProbeScript Script => Services.GetRequiredService<ProbeScript>();

    /// <summary>What the tracing interceptors noted.</summary>
    public IReadOnlyList<string> Trace => Services.GetRequiredService<InterceptorTrace>().Entries;

    /// <summary>What the meter saw.</summary>
    public MetricCollector<double> Durations { get; }

    /// <summary>What was logged, of all categories.</summary>
    public FakeLogCollector Logs => Services.GetFakeLogCollector();

    public static async Task<ProbeHost> StartAsync(
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? app = null,
        Action<WebApplication>? map = null,
        Action<KestrelServerOptions>? kestrel = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddFakeLogging().SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel ?? (options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)));
        builder.Services.AddSingleton<ProbeScript>();
        builder.Services.AddSingleton<InterceptorTrace>();
        builder.Services.AddGrpcSdkServices();
        services?.Invoke(builder.Services);

        var built = builder.Build();
        app?.Invoke(built);
        built.UseGrpcSdk();
        if (map is null)
        {
            built.MapGrpcSdkServices();
        }
        else
        {
            map(built);
        }

        await built.StartAsync(TestContext.Current.CancellationToken);
        return new ProbeHost(built);
    }

    /// <summary>The meter and the log each saw exactly one call, with this status.</summary>
    public async Task AssertRecordedOnceAsync(string method, StatusCode code)
    {
        // The server records a call after its caller has heard of the end.
        await Durations.WaitForMeasurementsAsync(1, TimeSpan.FromMinutes(2));
        var measured = Assert.Single(Durations.GetMeasurementSnapshot());
        Assert.Equal(method, measured.Tags[RpcTelemetry.Method]);
        Assert.Equal(code.ToCanonicalName(), measured.Tags[RpcTelemetry.StatusCode]);

        while (!Finished().Any())
        {
            await Task.Yield();
        }

        Assert.Contains($"gRPC call {method} finished with {code.ToCanonicalName()} in", Assert.Single(Finished()).Message, StringComparison.Ordinal);
    }

    private IEnumerable<FakeLogRecord> Finished() =>
        Logs.GetSnapshot().Where(record => record.Id.Id == 2 && record.Category == "GrpcSdk.AspNetCore.GrpcTelemetryMiddleware");

    /// <summary>Stops the server at once, as a crash would for its callers.</summary>
    public Task KillAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        Durations.Dispose();
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}
