// The bugs that clients cause themselves, against a server that does nothing wrong.
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage.Proof;

public class ClientProofTests
{
    private const string Complete = "await call.RequestStream.CompleteAsync();";
    private const string Write = "await call.RequestStream.WriteAsync(new HelloRequest());";

    [Fact]
    public Task A_channel_caps_the_attempts_of_a_policy() => Proof<RetryConfigurationRule>.Shows(
        Retry("", "InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(2), BackoffMultiplier = 1, RetryableStatusCodes = { StatusCode.Unavailable }"), "Unavailable after 5 attempts",
        Retry("MaxRetryAttempts = 7,", "InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(2), BackoffMultiplier = 1, RetryableStatusCodes = { StatusCode.Unavailable }"), "Unavailable after 7 attempts");

    [Theory]
    [InlineData("MaxBackoff = TimeSpan.FromMilliseconds(2), BackoffMultiplier = 1, RetryableStatusCodes = { StatusCode.Unavailable }")]
    [InlineData("InitialBackoff = TimeSpan.FromMilliseconds(1), BackoffMultiplier = 1, RetryableStatusCodes = { StatusCode.Unavailable }")]
    [InlineData("InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(2), RetryableStatusCodes = { StatusCode.Unavailable }")]
    [InlineData("InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(2), BackoffMultiplier = 1")]
    public Task A_policy_that_lacks_a_field_throws(string policy) => Proof<RetryConfigurationRule>.Shows(
        Retry("MaxRetryAttempts = 7,", policy), "InvalidOperationException after 0 attempts",
        Retry("MaxRetryAttempts = 7,", "InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(2), BackoffMultiplier = 1, RetryableStatusCodes = { StatusCode.Unavailable }"), "Unavailable after 7 attempts");

    [Fact]
    public Task A_write_after_the_end_throws() => Proof<WriteAfterCompleteRule>.Shows(
        Client($"using var call = client.CollectHellos();\n{Write}\n{Complete}\n{Write}\nreturn (await call).Message;"), "InvalidOperationException",
        Client($"using var call = client.CollectHellos();\n{Write}\n{Write}\n{Complete}\nreturn (await call).Message;"), "2 requests");

    [Fact]
    public Task A_stream_that_is_not_completed_gets_no_answer() => Proof<MissingCompleteRule>.Shows(
        Client($"using var call = client.CollectHellos(deadline: DateTime.UtcNow.AddSeconds(1));\n{Write}\nreturn (await call).Message;"), "RpcException",
        Client($"using var call = client.CollectHellos(deadline: DateTime.UtcNow.AddSeconds(30));\n{Write}\n{Complete}\nreturn (await call).Message;"), "1 requests");

    [Fact]
    public Task A_deadline_in_local_time_throws() => Proof<LocalDeadlineRule>.Shows(
        Client("return (await client.SayHelloAsync(new HelloRequest { Name = \"a\" }, deadline: DateTime.Now.AddSeconds(30))).Message;"), "InvalidOperationException",
        Client("return (await client.SayHelloAsync(new HelloRequest { Name = \"a\" }, deadline: DateTime.UtcNow.AddSeconds(30))).Message;"), "a, header none");

    [Fact]
    public Task An_invoker_that_is_thrown_away_intercepts_nothing()
    {
        const string Intercept = "channel.Intercept(metadata => { metadata.Add(\"header\", \"set\"); return metadata; });";
        return Proof<DiscardedInterceptRule>.Shows(
            Client($"{Intercept}\nreturn (await new Greeter.GreeterClient(channel).SayHelloAsync(new HelloRequest {{ Name = \"a\" }})).Message;"), "a, header none",
            Client($"var invoker = {Intercept}\nreturn (await new Greeter.GreeterClient(invoker).SayHelloAsync(new HelloRequest {{ Name = \"a\" }})).Message;"), "a, header set");
    }

    private static string Client(string statements) => $$"""
        public sealed class GreeterService : Greeter.GreeterBase
        {
            public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context) =>
                Task.FromResult(new HelloReply { Message = $"{request.Name}, header {context.RequestHeaders.GetValue("header") ?? "none"}" });

            public override async Task<HelloReply> CollectHellos(IAsyncStreamReader<HelloRequest> requestStream, ServerCallContext context)
            {
                var count = 0;
                while (await requestStream.MoveNext()) { count++; }
                return new HelloReply { Message = $"{count} requests" };
            }
        }

        public static class Scenario
        {
            public static void Map(WebApplication app) => app.MapGrpcService<GreeterService>();
            public static async Task<string> CallAsync(string address)
            {
                using var channel = GrpcChannel.ForAddress(address);
                var client = new Greeter.GreeterClient(channel);
                try
                {
                    {{statements}}
                }
                catch (Exception exception)
                {
                    return exception.GetType().Name;
                }
            }
        }
        """;

    private static string Retry(string limit, string policy) => $$"""
        public sealed class GreeterService : Greeter.GreeterBase
        {
            public static int Attempts;

            public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
            {
                Interlocked.Increment(ref Attempts);
                throw new RpcException(new Status(StatusCode.Unavailable, "Not now."));
            }
        }

        public static class Scenario
        {
            public static void Map(WebApplication app) => app.MapGrpcService<GreeterService>();
            public static async Task<string> CallAsync(string address)
            {
                try
                {
                    using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
                    {
                        {{limit}}
                        ServiceConfig = new ServiceConfig
                        {
                            MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = new RetryPolicy { MaxAttempts = 7, {{policy}} } } },
                        },
                    });
                    await new Greeter.GreeterClient(channel).SayHelloAsync(new HelloRequest());
                    return "OK";
                }
                catch (RpcException exception)
                {
                    return $"{exception.StatusCode} after {GreeterService.Attempts} attempts";
                }
                catch (Exception exception)
                {
                    return $"{exception.GetType().Name} after {GreeterService.Attempts} attempts";
                }
            }
        }
        """;
}
