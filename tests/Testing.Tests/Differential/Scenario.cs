// The rows of the call state machine: what the server does, and what the client does and sees.
using Grpc.Core;
using GrpcSdk.Testing.Tests.V1;

namespace GrpcSdk.Testing.Tests.Differential;

/// <summary>One row for one kind of RPC.</summary>
/// <param name="Serve">Makes the server.</param>
/// <param name="Act">Uses the client.</param>
internal sealed record Scenario(Func<MethodType, ScriptedServer> Serve, Func<MethodType, Transport, Observation, Task> Act)
{
    private static readonly Metadata Headers = new() { { "h", "1" }, { "h-bin", [1, 2, 255] } };

    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>
    {
        ["success"] = new(Echo, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, new CallOptions(new Metadata { { "in", "x" } }));
            await DriveAsync(call, see);
            await see.SeeEndAsync(call);
            call.Dispose();
            see.See("status after dispose", call.GetStatus);
            see.See("trailers after dispose", call.GetTrailers);
        }),
        ["success with headers and trailers"] = new(kind => EchoWith(kind, Headers, "t"), DriveToEndAsync),
        ["success without messages"] = new(Empty, DriveToEndAsync),
        ["read after the end"] = new(Echo, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, default);
            await DriveAsync(call, see);
            if (call.Read is not null)
            {
                await see.SeeAsync("read again", () => call.Read(default));
            }
        }),
        ["status error"] = new(kind => Fails(kind, messages: 0, headers: false), DriveToEndAsync),
        ["status error after headers"] = new(kind => Fails(kind, messages: 0, headers: true), DriveToEndAsync),
        ["status error after messages"] = new(kind => Fails(kind, messages: 2, headers: false), async (kind, transport, see) =>
        {
            var call = await DriveToEndAsync(kind, transport, see);
            if (call.Read is not null)
            {
                await see.SeeAsync("read after the failure", () => call.Read(default));
            }
        }),
        ["status set in the context"] = new(SetsStatus, DriveToEndAsync),
        ["handler throws"] = new(kind => Always(kind, _ => throw new ArgumentException("secret")), DriveToEndAsync),
        ["handler sends headers twice"] = new(
            kind => Always(kind, async context =>
            {
                await context.WriteResponseHeadersAsync(Headers);
                await context.WriteResponseHeadersAsync(Headers);
            }),
            DriveToEndAsync),
        ["handler returns no message"] = new(
            _ => new ScriptedServer { OnGet = (_, _) => Task.FromResult<Book>(null!), OnImport = (_, _) => Task.FromResult<ImportBooksResponse>(null!), OnList = (_, _, _) => Task.CompletedTask, OnDiscuss = (_, _, _) => Task.CompletedTask },
            DriveToEndAsync),
        ["canceled before"] = new(Pending, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, new CallOptions(cancellationToken: new CancellationToken(canceled: true)));
            await DriveAsync(call, see);
            await see.SeeEndAsync(call);
        }),
        ["canceled during"] = new(Pending, (kind, transport, see) => EndWhilePendingAsync(kind, transport, see, (_, source) => source.Cancel())),
        ["canceled after"] = new(Echo, async (kind, transport, see) =>
        {
            using var source = new CancellationTokenSource();
            var call = OpenCall.Start(kind, transport.Client, new CallOptions(cancellationToken: source.Token));
            await DriveAsync(call, see);
            source.Cancel();
            await see.SeeEndAsync(call);
        }),
        ["deadline past"] = new(Pending, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, new CallOptions(deadline: DateTime.UtcNow.AddDays(-1)));
            await DriveAsync(call, see);
            await see.SeeEndAsync(call);
        }),
        ["deadline of MinValue"] = new(Pending, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, new CallOptions(deadline: DateTime.MinValue));
            await DriveAsync(call, see);
            await see.SeeEndAsync(call);
        }),
        ["deadline passing"] = new(Pending, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, new CallOptions(deadline: transport.SoonDeadline));
            var ending = call.Response is not null ? see.SeeAsync("response", call.Response) : see.SeeAsync("read", () => call.Read!(default));
            transport.PassDeadline();
            await ending;
            await AfterEndAsync(call, see);
        }),
        ["deadline not in UTC"] = new(Pending, (kind, transport, see) =>
        {
            see.See("start", () => OpenCall.Start(kind, transport.Client, new CallOptions(deadline: DateTime.SpecifyKind(DateTime.UtcNow.AddDays(1), DateTimeKind.Local))));
            see.See("start", () => OpenCall.Start(kind, transport.Client, new CallOptions(deadline: DateTime.SpecifyKind(DateTime.UtcNow.AddDays(1), DateTimeKind.Unspecified))));
            return Task.CompletedTask;
        }),
        ["deadline of MaxValue"] = new(Echo, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, new CallOptions(deadline: DateTime.MaxValue));
            await DriveAsync(call, see);
            await see.SeeEndAsync(call);
        }),
        ["disposed while pending"] = new(Pending, (kind, transport, see) => EndWhilePendingAsync(kind, transport, see, (call, _) => call.Dispose())),
        ["null request"] = new(Echo, async (kind, transport, see) =>
        {
            if (kind is MethodType.Unary or MethodType.ServerStreaming)
            {
                var call = OpenCall.Start(kind, transport.Client, default, nullRequest: true);
                await DriveAsync(call, see);
                await see.SeeEndAsync(call);
                return;
            }

            var stream = OpenCall.Start(kind, transport.Client, default);
            await see.SeeAsync("write null", () => stream.Write!(true, default));
            await DriveAsync(stream, see);
        }),
        ["overlapping reads"] = new(Pending, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, default);
            if (call.Read is not null)
            {
                var first = call.Read(default);
                await see.SeeAsync("second read", () => call.Read(default));
                call.Dispose();
                await see.SeeAsync("first read", () => first);
            }
        }),
        ["overlapping writes"] = new(Pending, async (kind, transport, see) =>
        {
            transport.HoldWrites();
            var call = OpenCall.Start(kind, transport.Client, default);
            if (call.Write is not null)
            {
                var first = call.Write(false, default);
                var second = call.Write(false, default);
                var complete = call.Complete!();
                transport.ReleaseWrites();
                await see.SeeAsync("second write", () => second);
                await see.SeeAsync("complete", () => complete);
                await see.SeeAsync("first write", () => first);
                await see.SeeAsync("third write", () => call.Write(false, default));
                call.Dispose();
            }
        }),
        ["write after complete"] = new(Pending, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, default);
            if (call.Write is not null)
            {
                await see.SeeAsync("write", () => call.Write(false, default));
                await see.SeeAsync("complete", call.Complete!);
                await see.SeeAsync("write after complete", () => call.Write(false, default));
                await see.SeeAsync("complete again", call.Complete!);
                call.Dispose();
                await see.SeeAsync("write after dispose", () => call.Write(false, default));
                await see.SeeAsync("complete after dispose", call.Complete!);
            }
        }),
        ["write after the end"] = new(kind => Fails(kind, messages: 0, headers: false), async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, default);
            if (call.Write is not null)
            {
                await (call.Response is not null ? see.SeeAsync("response", call.Response) : see.SeeAsync("read", () => call.Read!(default)));
                await see.SeeAsync("write", () => call.Write(false, default));
                await see.SeeAsync("complete", call.Complete!);
                await see.SeeEndAsync(call);
            }
        }),
        ["too early"] = new(Pending, (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, default);
            see.See("status", call.GetStatus);
            see.See("trailers", call.GetTrailers);
            call.Dispose();
            return Task.CompletedTask;
        }),
        ["too early between messages"] = new(kind => Fails(kind, messages: 2, headers: true), async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, default);
            if (call.Read is not null)
            {
                await see.SeeAsync("read", () => call.Read(default));
                see.See("status", call.GetStatus);
                see.See("trailers", call.GetTrailers);
                await see.SeeRestAsync(call);
                see.See("status", call.GetStatus);
                see.See("trailers", call.GetTrailers);
            }
        }),
        ["read with a token that fires"] = new(Pending, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, default);
            if (call.Read is not null)
            {
                using var source = new CancellationTokenSource();
                var read = call.Read(source.Token);
                source.Cancel();
                await see.SeeAsync("read", () => read);
                await AfterEndAsync(call, see);
            }
        }),
        ["read with a token that has fired"] = new(Pending, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, default);
            if (call.Read is not null)
            {
                await see.SeeAsync("read", () => call.Read(new CancellationToken(canceled: true)));
                await AfterEndAsync(call, see);
            }
        }),
        ["write with a token that has fired"] = new(Pending, async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, default);
            if (call.Write is not null)
            {
                await see.SeeAsync("write", () => call.Write(false, new CancellationToken(canceled: true)));
                await AfterEndAsync(call, see);
            }
        }),
        ["disposed between messages"] = new(kind => Fails(kind, messages: 2, headers: true), async (kind, transport, see) =>
        {
            var call = OpenCall.Start(kind, transport.Client, default);
            if (call.Read is not null)
            {
                await see.SeeAsync("read", () => call.Read(default));
                call.Dispose();
                await see.SeeAsync("read", () => call.Read(default));
                see.See("status", call.GetStatus);
                see.See("trailers", call.GetTrailers);
            }
        }),
        ["blocking"] = new(Echo, (kind, transport, see) => BlockingAsync(kind, transport, see, default)),
        ["blocking, failing"] = new(kind => Fails(kind, messages: 0, headers: false), (kind, transport, see) => BlockingAsync(kind, transport, see, default)),
        ["blocking, canceled before"] = new(Pending, (kind, transport, see) => BlockingAsync(kind, transport, see, new CallOptions(cancellationToken: new CancellationToken(canceled: true)))),
        ["blocking, deadline past"] = new(Pending, (kind, transport, see) => BlockingAsync(kind, transport, see, new CallOptions(deadline: DateTime.UtcNow.AddDays(-1)))),
    };

    private static ScriptedServer Echo(MethodType kind) => EchoWith(kind, null, null);

    private static ScriptedServer EchoWith(MethodType kind, Metadata? headers, string? trailer)
    {
        return new ScriptedServer
        {
            OnGet = async (request, context) =>
            {
                await Begin(context);
                return new Book { Id = request.Id };
            },
            OnList = async (request, responses, context) =>
            {
                await Begin(context);
                await responses.WriteAsync(new Book { Title = request.Author });
                await responses.WriteAsync(new Book());
            },
            OnImport = async (requests, context) =>
            {
                await Begin(context);
                return new ImportBooksResponse { Count = await requests.ReadAllAsync().CountAsync() };
            },
            OnDiscuss = async (requests, responses, context) =>
            {
                await Begin(context);
                await foreach (var request in requests.ReadAllAsync())
                {
                    await responses.WriteAsync(request);
                }
            },
        };

        async Task Begin(ServerCallContext context)
        {
            if (headers is not null)
            {
                await context.WriteResponseHeadersAsync(headers);
            }

            if (trailer is not null)
            {
                context.ResponseTrailers.Add(trailer, "2");
                context.ResponseTrailers.Add("t-bin", [9]);
            }
        }
    }

    private static ScriptedServer Empty(MethodType kind) => new()
    {
        OnGet = (_, _) => Task.FromResult(new Book()),
        OnList = (_, _, _) => Task.CompletedTask,
        OnImport = (_, _) => Task.FromResult(new ImportBooksResponse()),
        OnDiscuss = async (requests, _, _) => await requests.ReadAllAsync().CountAsync(),
    };

    private static ScriptedServer Fails(MethodType kind, int messages, bool headers)
    {
        return new ScriptedServer
        {
            OnGet = async (_, context) => throw await FailAsync(context),
            OnImport = async (_, context) => throw await FailAsync(context),
            OnList = async (_, responses, context) =>
            {
                var failure = await FailAsync(context);
                for (var i = 0; i < messages; i++)
                {
                    await responses.WriteAsync(new Book { Id = i });
                }

                throw failure;
            },
            OnDiscuss = async (_, responses, context) =>
            {
                var failure = await FailAsync(context);
                for (var i = 0; i < messages; i++)
                {
                    await responses.WriteAsync(new Remark { Text = $"{i}" });
                }

                throw failure;
            },
        };

        async Task<RpcException> FailAsync(ServerCallContext context)
        {
            if (headers)
            {
                await context.WriteResponseHeadersAsync(Headers);
            }

            context.ResponseTrailers.Add("from-context", "1");
            return new RpcException(new Status(StatusCode.FailedPrecondition, "not now: 100% ä"), new Metadata { { "from-exception", "2" } });
        }
    }

    private static ScriptedServer SetsStatus(MethodType kind)
    {
        return new ScriptedServer
        {
            OnGet = (_, context) => Task.FromResult(Set(context, new Book { Id = 1 })),
            OnList = (_, _, context) => Task.FromResult(Set(context, 0)),
            OnImport = (_, context) => Task.FromResult(Set(context, new ImportBooksResponse { Count = 1 })),
            OnDiscuss = (_, _, context) => Task.FromResult(Set(context, 0)),
        };

        static T Set<T>(ServerCallContext context, T value)
        {
            context.Status = new Status(StatusCode.OutOfRange, "end");
            return value;
        }
    }

    // Not even a cancellation ends it: what the client sees shall be its own doing, not a race with the server's answer.
    private static ScriptedServer Pending(MethodType kind) => Always(kind, _ => new TaskCompletionSource().Task);

    private static ScriptedServer Always(MethodType kind, Func<ServerCallContext, Task> action) => new()
    {
        OnGet = async (_, context) =>
        {
            await action(context);
            return new Book();
        },
        OnList = (_, _, context) => action(context),
        OnImport = async (_, context) =>
        {
            await action(context);
            return new ImportBooksResponse();
        },
        OnDiscuss = (_, _, context) => action(context),
    };

    /// <summary>Sends one request where requests are streamed, and takes every response.</summary>
    private static async Task DriveAsync(OpenCall call, Observation see)
    {
        if (call.Write is not null)
        {
            await see.SeeAsync("write", () => call.Write(false, default));
            await see.SeeAsync("complete", call.Complete!);
        }

        await (call.Response is not null ? see.SeeAsync("response", call.Response) : see.SeeRestAsync(call));
    }

    private static async Task<OpenCall> DriveToEndAsync(MethodType kind, Transport transport, Observation see)
    {
        var call = OpenCall.Start(kind, transport.Client, default);

        // Writes race with a server that ends early, so only the response is looked at.
        if (call.Write is not null)
        {
            try
            {
                await call.Write(false, default);
                await call.Complete!();
            }
            catch (Exception exception) when (exception is RpcException or OperationCanceledException)
            {
                // The server was faster.
            }
        }

        await (call.Response is not null ? see.SeeAsync("response", call.Response) : see.SeeRestAsync(call));
        await see.SeeEndAsync(call);
        return call;
    }

    private static async Task EndWhilePendingAsync(MethodType kind, Transport transport, Observation see, Action<OpenCall, CancellationTokenSource> end)
    {
        using var source = new CancellationTokenSource();
        var call = OpenCall.Start(kind, transport.Client, new CallOptions(cancellationToken: source.Token));
        var headers = call.Headers();
        if (call.Response is not null)
        {
            var response = call.Response();
            end(call, source);
            await see.SeeAsync("response", () => response);
        }
        else
        {
            var read = call.Read!(default);
            end(call, source);
            await see.SeeAsync("read", () => read);
        }

        await see.SeeAsync("headers", () => headers);
        await AfterEndAsync(call, see);
    }

    private static async Task AfterEndAsync(OpenCall call, Observation see)
    {
        if (call.Read is not null)
        {
            await see.SeeAsync("read after the end", () => call.Read(default));
        }

        if (call.Write is not null)
        {
            await see.SeeAsync("write after the end", () => call.Write(false, default));
            await see.SeeAsync("complete after the end", call.Complete!);
        }

        await see.SeeEndAsync(call);
    }

    private static Task BlockingAsync(MethodType kind, Transport transport, Observation see, CallOptions options)
    {
        if (kind == MethodType.Unary)
        {
            see.See("blocking", () => transport.Client.GetBook(new GetBookRequest { Id = 1 }, options));
        }

        return Task.CompletedTask;
    }
}
