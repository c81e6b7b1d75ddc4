// A kind of RPC that a load consists of: makes a call, and remembers what the host acknowledged, to look for it later.

using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;

namespace GrpcSdk.Bench.Load.Kinds;

/// <param name="name">Of the row in the table.</param>
internal abstract class Kind(string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public Tally Calls { get; } = new(name);

    /// <summary>How many things the host acknowledged that can be looked for.</summary>
    public virtual int Acknowledged => 0;

    /// <summary>Makes one call, stream or exchange.</summary>
    /// <param name="channel">Where to.</param>
    /// <param name="worker">Which of the callers this is.</param>
    /// <param name="number">Which of its calls this is.</param>
    public abstract Task CallAsync(GrpcChannel channel, int worker, int number);

    /// <summary>Looks for everything that was acknowledged.</summary>
    /// <returns>How much is missing.</returns>
    public virtual Task<int> CountLostAsync(GrpcChannel channel) => Task.FromResult(0);

    /// <summary>Options of a call that does not take for ever.</summary>
    protected static CallOptions Options(CancellationToken cancellationToken = default) => new(deadline: DateTime.UtcNow + Patience, cancellationToken: cancellationToken);

    /// <summary>Writes to a stream. When the host ended the call, its status comes with the response.</summary>
    protected static async Task WriteAsync<T>(IClientStreamWriter<T> stream, T message)
    {
        try
        {
            await stream.WriteAsync(message);
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // See above.
        }
    }

    /// <summary>Reads up to the message that is waited for.</summary>
    protected static async Task<T> ReadUntilAsync<T>(IAsyncStreamReader<T> stream, Predicate<T> isIt)
    {
        while (await stream.MoveNext(CancellationToken.None))
        {
            if (isIt(stream.Current))
            {
                return stream.Current;
            }
        }

        throw new RpcException(new Status(StatusCode.DataLoss, "The stream ended before the message came."));
    }

    /// <summary>Things that the host acknowledged.</summary>
    protected sealed class Ledger<T> : ConcurrentBag<T>;
}
