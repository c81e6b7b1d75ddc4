// A load of every kind of RPC at once, for a time.

using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.Bench.Load.Kinds;

namespace GrpcSdk.Bench.Load;

internal sealed class Traffic
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch _time = new();

    public IReadOnlyList<Kind> Kinds { get; } =
    [
        new ReadKind(), new PageKind(), new WriteKind(), new OutgoingKind(), new JobKind(), new RowsKind(), new EventKind(),
        new MetricsKind(), new UploadKind(), new ChatKind(), new EditKind(), new GameKind(),
    ];

    /// <summary>Makes the user that the reads are of.</summary>
    public static async Task PrepareAsync(GrpcChannel channel) => await new WriteKind().CallAsync(channel, 0, 0);

    /// <summary>Calls with some callers of each kind until it is cancelled; each waits a little after an error.</summary>
    public async Task RunAsync(GrpcChannel channel, int callersPerKind, CancellationToken cancellationToken)
    {
        _time.Start();
        await Task.WhenAll(Kinds.SelectMany(kind => Enumerable.Range(0, callersPerKind).Select(worker => CallAsync(kind, channel, worker, cancellationToken))));
        _time.Stop();
    }

    /// <summary>Waits until every kind has succeeded once more.</summary>
    public async Task SucceedAsync(TimeSpan patience)
    {
        var goals = Kinds.ToDictionary(kind => kind, kind => kind.Calls.Succeeded + 1);
        using var over = new CancellationTokenSource(patience);
        while (goals.Any(goal => goal.Key.Calls.Succeeded < goal.Value))
        {
            await Task.Delay(20, over.Token);
        }
    }

    public void Print()
    {
        Console.WriteLine(Tally.Header);
        foreach (var kind in Kinds)
        {
            Console.WriteLine(kind.Calls.Row(_time.Elapsed));
        }
    }

    /// <summary>Looks for all that was acknowledged.</summary>
    /// <returns>What is missing, by kind.</returns>
    public async Task<Dictionary<string, int>> FindLostAsync(GrpcChannel channel)
    {
        Dictionary<string, int> lost = [];
        foreach (var kind in Kinds)
        {
            if (await kind.CountLostAsync(channel) is var count and > 0)
            {
                lost[kind.Calls.Name] = count;
            }
        }

        return lost;
    }

    private static async Task CallAsync(Kind kind, GrpcChannel channel, int worker, CancellationToken cancellationToken)
    {
        for (var number = 0; !cancellationToken.IsCancellationRequested; number++)
        {
            RpcException? error = await kind.Calls.CallAsync(() => kind.CallAsync(channel, worker, number));
            if (error is not null)
            {
                await Task.Delay(PauseAfterError, CancellationToken.None);
            }
        }
    }
}
