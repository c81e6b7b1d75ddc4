// A caller that behaves, from an address of its own: it calls all the time while others misbehave.

using Acme.Users.V1;
using Grpc.Net.Client;

namespace GrpcSdk.Bench.Load;

internal sealed class Neighbour : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _host;
    private readonly Task _calling;

    public Neighbour(Uri host)
    {
        _host = host;
        _calling = CallAsync();
    }

    public Tally Calls { get; } = new("neighbour");

    /// <summary>Calls until that has succeeded a number of times more; for what lasts shorter than a call.</summary>
    public async Task CallsAsync(int more)
    {
        var enough = Calls.Succeeded + more;
        while (Calls.Succeeded < enough && Calls.Failed == 0)
        {
            await Task.Delay(Pause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _calling;
        _stop.Dispose();
    }

    // Every tenth call comes on a new connection, which must be let in too.
    private async Task CallAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var channel = Channels.Open(_host, Channels.Neighbour);
            for (var i = 0; i < 10 && !_stop.IsCancellationRequested; i++)
            {
                await Calls.CallAsync(async () => await ListAsync(channel));
                await Task.Delay(Pause);
            }
        }
    }

    private static async Task ListAsync(GrpcChannel channel) =>
        await new UserService.UserServiceClient(channel).ListUsersAsync(new ListUsersRequest { PageSize = 1 }, deadline: DateTime.UtcNow + Patience);
}
