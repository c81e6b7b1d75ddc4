// A caller as an application would be: services, configuration, a generated client.
using System.Diagnostics.Metrics;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace GrpcSdk.Client.Tests.Registration;

internal sealed class ClientHost : IDisposable
{
    private readonly ServiceProvider _services;

    public ClientHost(
        string? address,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? services = null,
        Action<string, IHttpClientBuilder>? configure = null)
    {
        var values = new Dictionary<string, string?> { ["GrpcClients:Probe:Address"] = address };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            values[$"GrpcClients:Probe:{key}"] = value;
        }

        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.AddFakeLogging().SetMinimumLevel(LogLevel.Trace)).AddMetrics().AddSingleton<ClientTrace>();
        services?.Invoke(collection);
        collection.AddGrpcSdkClients(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), configure);
        _services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        Durations = new MetricCollector<double>(
            _services.GetRequiredService<IMeterFactory>(), RpcTelemetry.ClientMeter, RpcTelemetry.ClientDuration);
    }

    public Probe.ProbeClient Client => _services.GetRequiredService<Probe.ProbeClient>();

    public IReadOnlyList<string> Trace => _services.GetRequiredService<ClientTrace>().Entries;

    public MetricCollector<double> Durations { get; }

    public FakeLogCollector Logs => _services.GetFakeLogCollector();

    public void Dispose()
    {
        Durations.Dispose();
        _services.Dispose();
    }
}
