using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class DiscardedInterceptTests
{
    private const string Types = """
        public sealed class Tracing : Interceptor { }

        public sealed class Radar
        {
            public Radar Intercept(Interceptor interceptor) => this;
        }
        """;

    [Theory]
    [InlineData("[|channel.Intercept(new Tracing())|];")]
    [InlineData("_ = [|channel.Intercept(new Tracing())|];")]
    [InlineData("[|channel.CreateCallInvoker().Intercept(new Tracing())|];")]
    [InlineData("[|channel.Intercept(metadata => metadata)|];")]
    [InlineData("[|ChannelExtensions.Intercept(channel, new Tracing())|];")]
    public Task Reports_an_invoker_that_is_thrown_away(string statement) => Verify<DiscardedInterceptRule>.Reports(Source(statement));

    [Theory]
    [InlineData("var invoker = channel.Intercept(new Tracing());")]
    [InlineData("_ = new Greeter.GreeterClient(channel.Intercept(new Tracing()));")]
    [InlineData("Use(channel.Intercept(new Tracing()));\nvoid Use(CallInvoker invoker) { }")]
    [InlineData("Func<CallInvoker> make = () => channel.Intercept(new Tracing());")]
    [InlineData("new Radar().Intercept(new Tracing());")]
    [InlineData("CallInvoker invoker = channel.CreateCallInvoker();\ninvoker = invoker.Intercept(new Tracing());")]
    public Task Is_silent_when_the_invoker_is_used_and_on_other_methods_of_that_name(string statement) => Verify<DiscardedInterceptRule>.Silent(Source(statement));

    private static string Source(string statement) => Sources.Client("var channel = GrpcChannel.ForAddress(\"https://localhost\");\n" + statement) + Types;
}
