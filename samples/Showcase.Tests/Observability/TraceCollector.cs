// A collector of traces: a gRPC server that takes spans over OTLP and keeps them.

using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Showcase.Tests.Observability.Otlp;

namespace Showcase.Tests.Observability;

public sealed class TraceCollector : IAsyncLifetime
{
    private WebApplication? _app;

    internal ConcurrentQueue<ResourceSpans> Received { get; } = [];

    internal IEnumerable<Span> Spans => Received.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans);

    internal Uri Address => new(_app!.Urls.Single());

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<Receiver>();
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    internal sealed class Receiver(TraceCollector collector) : TraceService.TraceServiceBase
    {
        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceSpans)
            {
                collector.Received.Enqueue(resource);
            }

            return Task.FromResult(new ExportTraceServiceResponse());
        }
    }
}
