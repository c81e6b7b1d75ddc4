// A channel from the host to itself.

using Grpc.Core;
using Grpc.Net.Client;
using Showcase.Hosting;

namespace Showcase.Page;

/// <param name="endpoints">Where the host listens, once it does.</param>
internal sealed class OwnChannel(HostEndpoints endpoints) : IDisposable
{
    private readonly Lazy<GrpcChannel> _channel = new(() => GrpcChannel.ForAddress(endpoints.Plain));

    public CallInvoker Invoker => _channel.Value.CreateCallInvoker();

    public void Dispose()
    {
        if (_channel.IsValueCreated)
        {
            _channel.Value.Dispose();
        }
    }
}
