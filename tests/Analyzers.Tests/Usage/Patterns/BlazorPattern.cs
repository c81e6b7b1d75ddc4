// Blazor: a component that shows a stream while it is visible, over gRPC-Web.
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.BlazorStyle;

public sealed class CounterComponent(Greeter.GreeterClient client) : IDisposable
{
    private readonly List<string> _lines = [];
    private AsyncServerStreamingCall<HelloReply>? _call;
    private CancellationTokenSource? _cancellation;

    public IReadOnlyList<string> Lines => _lines;

    public async Task StartAsync(Action changed)
    {
        _cancellation = new CancellationTokenSource();
        _call = client.ListHellos(new HelloRequest { Name = "component" }, cancellationToken: _cancellation.Token);
        try
        {
            await foreach (var message in _call.ResponseStream.ReadAllAsync(_cancellation.Token))
            {
                _lines.Add(message.Message);
                changed();
            }
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Cancelled)
        {
            // The user has stopped it.
        }
    }

    public void Stop() => _cancellation?.Cancel();

    public void Dispose()
    {
        _call?.Dispose();
        _cancellation?.Dispose();
    }
}

public static class BlazorServices
{
    public static void Add(IServiceCollection services, Uri server) => services.AddSingleton(provider =>
    {
        var channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions { HttpHandler = provider.GetRequiredService<HttpMessageHandler>() });
        return new Greeter.GreeterClient(channel);
    });
}
