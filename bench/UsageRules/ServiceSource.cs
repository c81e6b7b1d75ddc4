// The source of one of many services: all four kinds of RPC, dependencies, streams and errors, as a team writes them. No rule reports it.
namespace GrpcSdk.Bench.UsageRules;

internal static class ServiceSource
{
    public static string Number(int number) => $$"""
        using System.Collections.Concurrent;
        using System.Globalization;
        using Grpc.Core;
        using Probe;

        namespace Services;

        public interface IStore{{number}}
        {
            Task<string?> LoadAsync(string key, CancellationToken cancellationToken);

            Task SaveAsync(string key, string value, CancellationToken cancellationToken);
        }

        /// <summary>Service {{number}}.</summary>
        public sealed class Service{{number}}(
            Catalog.CatalogClient catalog, Greeter.GreeterClient greeter, IStore{{number}} store, IHostApplicationLifetime lifetime, ILogger<Service{{number}}> logger) : Greeter.GreeterBase
        {
            private static readonly ConcurrentDictionary<string, int> s_counts = new(StringComparer.Ordinal);

            public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
            {
                var name = Validate(request);
                var known = await store.LoadAsync(name, context.CancellationToken);
                if (known is null)
                {
                    logger.LogInformation("{Name} is new in {Method}", name, context.Method);
                    known = await FindAsync(request, context);
                    await store.SaveAsync(name, known, context.CancellationToken);
                }

                var count = s_counts.AddOrUpdate(name, 1, (_, current) => current + 1);
                var reply = new HelloReply { Message = string.Create(CultureInfo.InvariantCulture, $"Hello {known} for the {count}th time") };
                reply.Lines.AddRange(request.Tags.Where(tag => tag.Length > 0).OrderBy(tag => tag, StringComparer.Ordinal).Take({{number % 50 + 1}}));
                return reply;
            }

            public override async Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
            {
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
                var sent = 0;
                while (!stopping.IsCancellationRequested && sent < {{number + 10}})
                {
                    var value = await store.LoadAsync($"{request.Name}/{sent}", stopping.Token);
                    if (value is null)
                    {
                        break;
                    }

                    await responseStream.WriteAsync(new HelloReply { Message = value, Lines = { request.Tags } }, stopping.Token);
                    sent++;
                    await Task.Delay(TimeSpan.FromMilliseconds({{number}}), stopping.Token);
                }

                logger.LogDebug("{Sent} sent", sent);
            }

            public override async Task<HelloReply> CollectHellos(IAsyncStreamReader<HelloRequest> requestStream, ServerCallContext context)
            {
                var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
                {
                    if (names.Add(Validate(message)) && names.Count > {{number % 100 + 100}})
                    {
                        throw new RpcException(new Status(StatusCode.ResourceExhausted, "Too many names."));
                    }
                }

                using var call = greeter.CollectHellos(cancellationToken: context.CancellationToken);
                foreach (var name in names.Order(StringComparer.Ordinal))
                {
                    await call.RequestStream.WriteAsync(new HelloRequest { Name = name }, context.CancellationToken);
                }

                await call.RequestStream.CompleteAsync();
                try
                {
                    return await call;
                }
                catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
                {
                    throw new RpcException(new Status(StatusCode.Unavailable, "The greeter is not available.", exception));
                }
            }

            public override async Task Chat(IAsyncStreamReader<HelloRequest> requestStream, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
            {
                var channel = System.Threading.Channels.Channel.CreateBounded<HelloReply>({{number % 20 + 1}});
                var reading = Task.Run(async () =>
                {
                    try
                    {
                        while (await requestStream.MoveNext(context.CancellationToken))
                        {
                            var message = requestStream.Current;
                            var text = message.Labels.TryGetValue("text", out var label) ? label : message.Name;
                            await channel.Writer.WriteAsync(new HelloReply { Message = text.Trim().ToUpperInvariant() }, context.CancellationToken);
                        }
                    }
                    finally
                    {
                        channel.Writer.Complete();
                    }
                });
                await foreach (var reply in channel.Reader.ReadAllAsync(context.CancellationToken))
                {
                    await responseStream.WriteAsync(reply, context.CancellationToken);
                }

                await reading;
            }

            private static string Validate(HelloRequest request)
            {
                if (string.IsNullOrWhiteSpace(request.Name))
                {
                    throw new RpcException(new Status(StatusCode.InvalidArgument, "A name is required."));
                }

                return request.Name.Trim();
            }

            private async Task<string> FindAsync(HelloRequest request, ServerCallContext context)
            {
                try
                {
                    var found = await catalog.FindAsync(request, deadline: context.Deadline, cancellationToken: context.CancellationToken);
                    return found.Lines.Count switch
                    {
                        0 => found.Message,
                        1 => found.Lines[0],
                        var count => string.Join(", ", found.Lines.Take(Math.Min(count, {{number % 7 + 2}}))),
                    };
                }
                catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
                {
                    logger.LogWarning(exception, "{Name} is not in the catalog", request.Name);
                    return request.Name;
                }
            }
        }

        """;
}
