// Lets a player play a game that another replica runs: passes the actions on to it, and the states back.

using System.Collections.Concurrent;
using Acme.Game.V1;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk;
using Showcase.Data;
using Showcase.Errors;

namespace Showcase.Game;

internal sealed class GameForwarder : IDisposable
{
    // Marks a stream that was passed on once; it is not passed on again.
    private const string Forwarded = "x-game-forwarded";

    private readonly ConcurrentDictionary<Uri, GrpcChannel> _channels = new();

    /// <summary>Passes a stream on until it ends; it ends as the other replica ends it.</summary>
    /// <param name="owner">Where the other replica is.</param>
    /// <param name="join">The first action.</param>
    /// <param name="actions">The further ones.</param>
    /// <param name="states">Where the states go.</param>
    /// <param name="context">The player's call.</param>
    /// <exception cref="RpcException">UNAVAILABLE: the game is about to go on elsewhere; join again.</exception>
    public async Task ForwardAsync(Uri owner, GameAction join, IAsyncStreamReader<GameAction> actions, IServerStreamWriter<GameState> states, ServerCallContext context)
    {
        if (context.RequestHeaders.Get(Forwarded) is not null)
        {
            throw Moved();
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        using var call = new GameService.GameServiceClient(_channels.GetOrAdd(owner, GrpcChannel.ForAddress))
            .PlayGame(new Metadata { { Forwarded, "1" } }, context.Deadline, context.CancellationToken);
        var sending = SendAsync(join, actions, call.RequestStream, stop.Token);
        try
        {
            await foreach (var state in call.ResponseStream.ReadAllAsync(context.CancellationToken))
            {
                await states.WriteAsync(state, context.CancellationToken);
            }
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.Internal && error.GetRpcStatus() is null)
        {
            throw Moved();
        }
        finally
        {
            await stop.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    /// <summary>UNAVAILABLE: the replica that ran the game is gone, or gave it back.</summary>
    public static RpcException Moved() =>
        RpcErrors.New(StatusCode.Unavailable, "The game goes on in another replica. Join again.", "GAME_MOVED").SetRetryDelay(Lease.Renewal).ToException();

    private static async Task SendAsync(GameAction join, IAsyncStreamReader<GameAction> actions, IClientStreamWriter<GameAction> owner, CancellationToken cancellationToken)
    {
        await owner.WriteAsync(join, cancellationToken);
        await foreach (var action in actions.ReadAllAsync(cancellationToken))
        {
            await owner.WriteAsync(action, cancellationToken);
        }

        await owner.CompleteAsync();
    }
}
