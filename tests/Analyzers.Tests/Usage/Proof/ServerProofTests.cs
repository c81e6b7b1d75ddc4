// The bugs that services, interceptors and mappings cause, seen by a client.
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage.Proof;

public class ServerProofTests
{
    /// <summary>What a caller sees of a unary call: the status code, or OK.</summary>
    private const string Caller = """
        public static async Task<string> CallAsync(string address)
        {
            using var channel = GrpcChannel.ForAddress(address);
            try
            {
                await new Greeter.GreeterClient(channel).SayHelloAsync(new HelloRequest { Name = "a" });
                return "OK";
            }
            catch (RpcException exception)
            {
                return exception.StatusCode.ToString();
            }
        }
        """;

    [Fact]
    public Task A_stream_bypasses_an_interceptor_of_unary_calls()
    {
        const string Streams = """
            public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) => throw Denied();
            public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) => throw Denied();
            public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) => throw Denied();
            """;
        return Proof<PartialInterceptorRule>.Shows(Source(""), "unary Unauthenticated, stream OK", Source(Streams), "unary Unauthenticated, stream Unauthenticated");

        static string Source(string streams) => $$"""
            public sealed class Gate : Interceptor
            {
                public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) => throw Denied();
                {{streams}}
                private static RpcException Denied() => new(new Status(StatusCode.Unauthenticated, "No token."));
            }

            public sealed class GreeterService : Greeter.GreeterBase
            {
                public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) => Task.FromResult(new HelloReply());
                public override Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context) => responseStream.WriteAsync(new HelloReply());
            }

            public static class Scenario
            {
                public static void Configure(WebApplicationBuilder builder) => builder.Services.AddGrpc(options => options.Interceptors.Add<Gate>());
                public static void Map(WebApplication app) => app.MapGrpcService<GreeterService>();
                public static async Task<string> CallAsync(string address)
                {
                    using var channel = GrpcChannel.ForAddress(address);
                    var client = new Greeter.GreeterClient(channel);
                    using var stream = client.ListHellos(new HelloRequest());
                    return $"unary {await CodeOf(client.SayHelloAsync(new HelloRequest()).ResponseAsync)}, stream {await CodeOf(stream.ResponseStream.MoveNext())}";
                }
                private static async Task<StatusCode> CodeOf(Task call)
                {
                    try { await call; return StatusCode.OK; } catch (RpcException exception) { return exception.StatusCode; }
                }
            }
            """;
    }

    [Fact]
    public Task A_catch_clause_never_sees_the_exception_of_a_continuation_that_is_not_awaited()
    {
        return Proof<UnawaitedContinuationRule>.Shows(Source("", ""), "Unknown", Source("async", "await"), "FailedPrecondition");

        static string Source(string modifier, string await) => $$"""
            public sealed class Mapper : Interceptor
            {
                public override {{modifier}} Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
                {
                    try
                    {
                        return {{await}} continuation(request, context);
                    }
                    catch (InvalidOperationException)
                    {
                        throw new RpcException(new Status(StatusCode.FailedPrecondition, "Not now."));
                    }
                }
            }

            public sealed class GreeterService : Greeter.GreeterBase
            {
                public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
                {
                    await Task.Yield();
                    throw new InvalidOperationException();
                }
            }

            public static class Scenario
            {
                public static void Configure(WebApplicationBuilder builder) => builder.Services.AddGrpc(options => options.Interceptors.Add<Mapper>());
                public static void Map(WebApplication app) => app.MapGrpcService<GreeterService>();
                {{Caller}}
            }
            """;
    }

    [Fact]
    public Task A_service_that_is_mapped_twice_answers_no_call()
    {
        return Proof<DuplicateMappingRule>.Shows(Source("app.MapGrpcService<GreeterService>();"), "Unknown", Source(""), "OK");

        static string Source(string second) => $$"""
            public sealed class GreeterService : Greeter.GreeterBase
            {
                public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) => Task.FromResult(new HelloReply());
            }

            public static class Scenario
            {
                public static void Map(WebApplication app)
                {
                    app.MapGrpcService<GreeterService>();
                    {{second}}
                }
                {{Caller}}
            }
            """;
    }

    [Fact]
    public Task A_service_that_is_mapped_by_its_definition_ignores_Authorize()
    {
        return Proof<MappingByDefinitionRule>.Shows(Source("MapGrpcService(Greeter.BindService(new GreeterService()))"), "OK", Source("MapGrpcService<GreeterService>()"), "Unauthenticated");

        static string Source(string mapping) => $$"""
            using Microsoft.AspNetCore.Authentication;

            [Microsoft.AspNetCore.Authorization.Authorize]
            public sealed class GreeterService : Greeter.GreeterBase
            {
                public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) => Task.FromResult(new HelloReply());
            }

            public sealed class Nobody(Microsoft.Extensions.Options.IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
                : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
            {
                protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
            }

            public static class Scenario
            {
                public static void Configure(WebApplicationBuilder builder)
                {
                    builder.Services.AddAuthentication("Nobody").AddScheme<AuthenticationSchemeOptions, Nobody>("Nobody", null);
                    builder.Services.AddAuthorization();
                }
                public static void Map(WebApplication app)
                {
                    app.UseAuthentication();
                    app.UseAuthorization();
                    app.{{mapping}};
                }
                {{Caller}}
            }
            """;
    }

    [Fact]
    public Task Writes_that_overlap_fail_the_call()
    {
        return Proof<ConcurrentWritesRule>.Shows(
            Source("await Task.WhenAll(Replies().Select(reply => responseStream.WriteAsync(reply)));"), "Unknown",
            Source("foreach (var reply in Replies()) { await responseStream.WriteAsync(reply); }"), "8 replies");

        static string Source(string write) => $$"""
            public sealed class GreeterService : Greeter.GreeterBase
            {
                public override async Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
                {
                    {{write}}
                }

                // Larger than the buffers of the connection, so that a write is not done at once.
                private static IEnumerable<HelloReply> Replies() => Enumerable.Range(0, 8).Select(_ => new HelloReply { Message = new string('a', 1_000_000) });
            }

            public static class Scenario
            {
                public static void Map(WebApplication app) => app.MapGrpcService<GreeterService>();
                public static async Task<string> CallAsync(string address)
                {
                    using var channel = GrpcChannel.ForAddress(address);
                    using var call = new Greeter.GreeterClient(channel).ListHellos(new HelloRequest());
                    try
                    {
                        var count = 0;
                        while (await call.ResponseStream.MoveNext()) { count++; }
                        return $"{count} replies";
                    }
                    catch (RpcException exception)
                    {
                        return exception.StatusCode.ToString();
                    }
                }
            }
            """;
    }

    [Fact]
    public Task Work_without_the_token_goes_on_after_the_deadline()
    {
        return Proof<IgnoredTokenRule>.Shows(Source(""), "went on after DeadlineExceeded", Source("context.CancellationToken"), "stopped after DeadlineExceeded");

        static string Source(string token) => $$"""
            public sealed class GreeterService : Greeter.GreeterBase
            {
                public override async Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
                {
                    context.CancellationToken.Register(() => Scenario.Cancelled.TrySetResult());
                    try
                    {
                        await Scenario.Work.WaitAsync({{token}});
                        Scenario.Outcome.SetResult("went on");
                    }
                    catch (OperationCanceledException)
                    {
                        Scenario.Outcome.SetResult("stopped");
                    }

                    return new HelloReply();
                }
            }

            public static class Scenario
            {
                public static readonly SemaphoreSlim Work = new(0);
                public static readonly TaskCompletionSource Cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
                public static readonly TaskCompletionSource<string> Outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

                public static void Map(WebApplication app) => app.MapGrpcService<GreeterService>();
                public static async Task<string> CallAsync(string address)
                {
                    using var channel = GrpcChannel.ForAddress(address);
                    try
                    {
                        await new Greeter.GreeterClient(channel).SayHelloAsync(new HelloRequest(), deadline: DateTime.UtcNow.AddSeconds(1));
                        return "OK";
                    }
                    catch (RpcException exception)
                    {
                        await Cancelled.Task;
                        // Whoever listens to the token stops now; a semaphore that is released at once could still let it in.
                        await Task.WhenAny(Outcome.Task, Task.Delay(TimeSpan.FromSeconds(5)));
                        Work.Release();
                        return $"{await Outcome.Task} after {exception.StatusCode}";
                    }
                }
            }
            """;
    }

    [Fact]
    public Task State_in_a_service_is_lost_between_calls()
    {
        return Proof<MutableServiceStateRule>.Shows(Source("private int _count;", "++_count"), "1, 1", Source("private static int s_count;", "Interlocked.Increment(ref s_count)"), "1, 2");

        static string Source(string field, string next) => $$"""
            public sealed class GreeterService : Greeter.GreeterBase
            {
                {{field}}
                public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) => Task.FromResult(new HelloReply { Message = $"{ {{next}} }" });
            }

            public static class Scenario
            {
                public static void Map(WebApplication app) => app.MapGrpcService<GreeterService>();
                public static async Task<string> CallAsync(string address)
                {
                    using var channel = GrpcChannel.ForAddress(address);
                    var client = new Greeter.GreeterClient(channel);
                    return $"{(await client.SayHelloAsync(new HelloRequest())).Message}, {(await client.SayHelloAsync(new HelloRequest())).Message}";
                }
            }
            """;
    }

    [Fact]
    public Task The_text_of_an_exception_reaches_the_caller()
    {
        return Proof<ExceptionLeakRule>.Shows(Source("\"Failed: \" + e"), "leaks", Source("\"Failed.\", e"), "keeps");

        static string Source(string detail) => $$"""
            public sealed class GreeterService : Greeter.GreeterBase
            {
                public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
                {
                    try
                    {
                        throw new InvalidOperationException("password=secret");
                    }
                    catch (Exception e)
                    {
                        throw new RpcException(new Status(StatusCode.Internal, {{detail}}));
                    }
                }
            }

            public static class Scenario
            {
                public static void Map(WebApplication app) => app.MapGrpcService<GreeterService>();
                public static async Task<string> CallAsync(string address)
                {
                    using var channel = GrpcChannel.ForAddress(address);
                    try
                    {
                        await new Greeter.GreeterClient(channel).SayHelloAsync(new HelloRequest());
                        return "OK";
                    }
                    catch (RpcException exception)
                    {
                        return exception.Status.Detail.Contains("secret") ? "leaks" : "keeps";
                    }
                }
            }
            """;
    }
}
