// The requests of a call that goes through the hub.

using System.Threading.Channels;
using Grpc.Core;

namespace Showcase.Web.Calls;

internal sealed class TunnelRequests<T>(ChannelWriter<byte[]> requests, Func<T, byte[]> serialize, ITunnelState call) : IClientStreamWriter<T>
{
    public WriteOptions? WriteOptions { get; set; }

    public async Task WriteAsync(T message)
    {
        if (call.HasEnded)
        {
            throw new InvalidOperationException("Can't write the message because the call is complete.");
        }

        await requests.WriteAsync(serialize(message));
    }

    public Task CompleteAsync()
    {
        requests.TryComplete();
        return Task.CompletedTask;
    }
}

/// <summary>Whether a call still takes requests.</summary>
internal interface ITunnelState
{
    bool HasEnded { get; }
}
