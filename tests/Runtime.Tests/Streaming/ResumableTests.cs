// The generated resumable streams against a real server whose connections are cut.
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;
using GrpcSdk.Streaming;
using Microsoft.AspNetCore.Connections.Features;

namespace GrpcSdk.Runtime.Tests.Streaming;

public class ResumableTests
{
    private static readonly ResumeOptions Quick = new() { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_connection_cut_twenty_times_loses_nothing_and_repeats_nothing(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        const int Count = 2000;
        var (cuts, opened) = (20, 0);
        var random = new Random(seed);
        var consumer = new Consumer();
        await using var server = await LabServer.StartAsync(new()
        {
            Tail = async (request, stream, context) =>
            {
                opened++;
                var first = request.ResumeToken.Length == 0 ? 0 : int.Parse(request.ResumeToken, null) + 1;
                var cutAt = cuts-- > 0 ? first + random.Next(0, 120) : int.MaxValue;
                for (var n = first; n < Count; n++)
                {
                    if (n == cutAt)
                    {
                        // Some of the last items are still on their way, or none.
                        await consumer.HasSeenAsync(n - 1 - random.Next(0, 4));
                        Cut(context, connection: random.Next(2) == 0);
                    }

                    await stream.WriteAsync(new Entry { Number = n, ResumeToken = $"{n}" });
                }
            },
        });

        var numbers = new List<int>();
        await foreach (var entry in server.Client.TailResumable(new(), Quick with { MaxAttempts = 30, Random = new Random(seed) }).WithCancellation(Token))
        {
            numbers.Add(entry.Number);
            consumer.Saw(entry.Number);
        }

        Assert.Equal(Enumerable.Range(0, Count), numbers);
        Assert.Equal(21, opened);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Items_of_one_instant_are_told_apart_when_the_server_sends_them_again(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var second = 0;
        Entry[] all = [.. Enumerable.Range(0, 300).Select(n => new Entry { Number = n, Timestamp = new Timestamp { Seconds = 1000 + (second += random.Next(3) == 0 ? 1 : 0) } })];
        var cuts = 20;
        await using var server = await LabServer.StartAsync(new()
        {
            // "since" includes the instant itself.
            Replay = async (request, stream, context) =>
            {
                var left = cuts-- > 0 ? random.Next(0, 30) : int.MaxValue;
                foreach (var entry in all.Where(e => request.Since is null || e.Timestamp.CompareTo(request.Since) >= 0))
                {
                    if (left-- == 0)
                    {
                        Cut(context, connection: false);
                    }

                    await stream.WriteAsync(entry);
                }
            },
        });

        var numbers = await server.Client.ReplayResumable(new(), Quick with { MaxAttempts = 30 }).Select(e => e.Number).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 300), numbers);
    }

    [Fact]
    public async Task A_limit_holds_over_all_attempts()
    {
        var limits = new List<int>();
        await using var server = await LabServer.StartAsync(new()
        {
            Tail = async (request, stream, context) =>
            {
                limits.Add(request.Limit);
                var first = request.ResumeToken.Length == 0 ? 0 : int.Parse(request.ResumeToken, null) + 1;
                for (var n = first; n < first + request.Limit; n++)
                {
                    if (n == 40 && limits.Count == 1)
                    {
                        // An error of the server's own, so that all forty have arrived before it.
                        throw new RpcException(new Status(StatusCode.Unavailable, "moved"));
                    }

                    await stream.WriteAsync(new Entry { Number = n, ResumeToken = $"{n}" });
                }
            },
        });

        var numbers = await server.Client.TailResumable(new() { Limit = 100 }, Quick).Select(e => e.Number).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 100), numbers);
        Assert.Equal([100, 60], limits);
    }

    [Fact]
    public async Task An_error_that_is_no_drop_is_thrown()
    {
        await using var server = await LabServer.StartAsync(new() { Tail = (_, _, _) => throw new RpcException(new Status(StatusCode.PermissionDenied, "no")) });

        var error = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.TailResumable(new(), Quick).CountAsync(Token));

        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_given_up()
    {
        var attempts = 0;
        await using var server = await LabServer.StartAsync(new()
        {
            Tail = (_, _, _) =>
            {
                attempts++;
                throw new RpcException(new Status(StatusCode.Unavailable, "down"));
            },
        });

        await Assert.ThrowsAsync<RpcException>(async () => await server.Client.TailResumable(new(), Quick with { MaxAttempts = 3 }).CountAsync(Token));

        Assert.Equal(4, attempts);
    }

    private static void Cut(ServerCallContext context, bool connection)
    {
        if (connection)
        {
            context.GetHttpContext().Features.Get<IConnectionLifetimeFeature>()!.Abort();
        }
        else
        {
            context.GetHttpContext().Abort();
        }

        throw new OperationCanceledException();
    }

    /// <summary>Lets the server wait until the client has consumed an item.</summary>
    private sealed class Consumer
    {
        private readonly object _lock = new();
        private TaskCompletionSource _reached = new();
        private int _wanted = -1;
        private int _last = -1;

        public Task HasSeenAsync(int number)
        {
            lock (_lock)
            {
                _wanted = number;
                _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_last >= number)
                {
                    _reached.SetResult();
                }

                return _reached.Task;
            }
        }

        public void Saw(int number)
        {
            lock (_lock)
            {
                _last = number;
                if (number >= _wanted)
                {
                    _reached.TrySetResult();
                }
            }
        }
    }
}
