// Nobody has to look at a failure where a plain channel asks nobody to: what reaches TaskScheduler.UnobservedTaskException
// with interceptors is what reaches it without.
using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using GrpcSdk.Client.Tests.Registration;

namespace GrpcSdk.Client.Tests.Interceptors;

/// <summary>Nothing else may run beside: the event is the process's.</summary>
[CollectionDefinition(nameof(UnobservedFailures), DisableParallelization = true)]
public sealed class UnobservedFailures;

[Collection(nameof(UnobservedFailures))]
public class UnobservedFailureTests
{
    private const string Hang = "hang";

    private static readonly ProbeRequest Request = new();

    // What is done with a call, and whether a plain channel says that nobody looked at its failure.
    private static readonly IReadOnlyDictionary<string, (bool IsForgotten, Func<Probe.ProbeClient, Task> Act)> Situations = new Dictionary<string, (bool, Func<Probe.ProbeClient, Task>)>
    {
        ["fails, nothing awaited"] = (true, client => EndOf(client.UnaryAsync(Request))),
        ["fails, headers awaited"] = (true, async client =>
        {
            var call = client.UnaryAsync(Request);
            await call.ResponseHeadersAsync;
            await EndOf(call);
        }
        ),
        ["fails, disposed afterwards"] = (false, async client =>
        {
            using var call = client.UnaryAsync(Request);
            await EndOf(call);
        }
        ),
        ["fails, response awaited"] = (false, client => Quietly(client.UnaryAsync(Request).ResponseAsync)),
        ["fails as the server's CANCELLED"] = (true, client => EndOf(client.UnaryAsync(Request, new Metadata { { "code", "1" } }))),
        ["no connection, nothing awaited"] = (true, client => EndOf(client.UnaryAsync(Request))),
        ["no connection, headers awaited"] = (false, async client =>
        {
            var call = client.UnaryAsync(Request);
            await Quietly(call.ResponseHeadersAsync);
            await EndOf(call);
        }
        ),
        ["no connection, headers not awaited"] = (false, async client =>
        {
            var call = client.UnaryAsync(Request);
            _ = call.ResponseHeadersAsync;
            await EndOf(call);
        }
        ),
        ["no connection, stream"] = (false, async client =>
        {
            var call = client.ServerStream(Request);
            await EndOf(call.GetStatus);
        }
        ),
        ["cancelled"] = (false, async client =>
        {
            using var source = new CancellationTokenSource();
            var call = client.UnaryAsync(Request, Hanging, cancellationToken: source.Token);
            await source.CancelAsync();
            await EndOf(call);
        }
        ),
        ["past its deadline"] = (false, client => EndOf(client.UnaryAsync(Request, Hanging, deadline: DateTime.UtcNow.AddMilliseconds(50)))),
        ["disposed"] = (false, async client =>
        {
            var call = client.UnaryAsync(Request, Hanging);
            call.Dispose();
            await EndOf(call);
        }
        ),
        ["client stream disposed"] = (false, async client =>
        {
            var call = client.ClientStream(Hanging);
            call.Dispose();
            await EndOf(call.GetStatus);
        }
        ),
        ["read abandoned"] = (true, async client =>
        {
            var call = client.ServerStream(Request, Hanging);
            _ = call.ResponseStream.MoveNext(CancellationToken.None);
            call.Dispose();
            await EndOf(call.GetStatus);
        }
        ),
        ["write abandoned"] = (true, async client =>
        {
            var call = client.Duplex(Hanging);
            _ = call.RequestStream.WriteAsync(Request);
            call.Dispose();
            await EndOf(call.GetStatus);
        }
        ),
    };

    public static TheoryData<string, int> Rows => [.. Situations.Keys.SelectMany(name => Enumerable.Range(0, 3).Select(i => (name, i)))];

    private static Metadata Hanging => new() { { Hang, "1" } };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task What_is_forgotten_is_the_same_with_interceptors(string situation, int interceptors)
    {
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = async context =>
        {
            if (context.RequestHeaders.Get(Hang) is not null)
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }

            throw new RpcException(new Status((StatusCode)int.Parse(context.RequestHeaders.GetValue("code") ?? "5", null), "no"));
        };
        if (situation.StartsWith("no connection", StringComparison.Ordinal))
        {
            await server.KillAsync();
        }

        var client = new Probe.ProbeClient(Intercepted(server.Channel.CreateCallInvoker(), interceptors));
        var (isForgotten, act) = Situations[situation];

        var forgotten = await CountForgottenAsync(() => act(client), isForgotten ? 1 : 0);

        Assert.Equal(isForgotten ? 1 : 0, forgotten);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_registered_client_forgets_nothing(MethodType kind)
    {
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = context => Task.Delay(Timeout.Infinite, context.CancellationToken);
        using var caller = new ClientHost(server.Address.ToString());

        var forgotten = await CountForgottenAsync(
            async () =>
            {
                IDisposable call = kind switch
                {
                    MethodType.Unary => caller.Client.UnaryAsync(Request),
                    MethodType.ClientStreaming => caller.Client.ClientStream(),
                    MethodType.ServerStreaming => caller.Client.ServerStream(Request),
                    _ => caller.Client.Duplex(),
                };
                call.Dispose();
                await caller.Durations.WaitForMeasurementsAsync(1, TimeSpan.FromMinutes(2));
            },
            expected: 0);

        Assert.Equal(0, forgotten);
    }

    private static CallInvoker Intercepted(CallInvoker invoker, int interceptors) =>
        Enumerable.Range(0, interceptors).Aggregate(invoker, (inner, _) => inner.Intercept(new Nothing()));

    private static async Task<int> CountForgottenAsync(Func<Task> act, int expected)
    {
        Collect();
        var count = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, args) =>
        {
            args.SetObserved();
            Interlocked.Increment(ref count);
        };
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            await act();
            // The failure reaches the call a moment after its status; as long as one is missing, it may still come.
            for (var i = 0; i < 20 || (i < 10_000 && count < expected); i++)
            {
                await Task.Yield();
                Collect();
            }

            return count;
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static Task EndOf(AsyncUnaryCall<ProbeReply> call) => EndOf(call.GetStatus);

    private static async Task EndOf(Func<Status> status)
    {
        while (true)
        {
            try
            {
                status();
                return;
            }
            catch (InvalidOperationException)
            {
                await Task.Yield();
            }
        }
    }

    private sealed class Nothing : ClientInterceptor;
}
