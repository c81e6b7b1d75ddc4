using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class ChannelPerCallTests
{
    [Theory]
    [InlineData("using var channel = [|GrpcChannel.ForAddress(\"https://catalog\")|];")]
    [InlineData("var other = new Catalog.CatalogClient([|GrpcChannel.ForAddress(request.Name)|]);")]
    public Task Reports_a_channel_in_a_handler(string statements) => Verify<ChannelPerCallRule>.Reports(Sources.Unary(statements));

    [Theory]
    [InlineData("for (var i = 0; i < 3; i++) { using var channel = [|GrpcChannel.ForAddress(\"https://catalog\")|]; }")]
    [InlineData("while (!token.IsCancellationRequested) { using var channel = [|GrpcChannel.ForAddress(new Uri(\"https://catalog\"))|]; }")]
    public Task Reports_a_channel_in_a_loop(string statements) => Verify<ChannelPerCallRule>.Reports(Sources.Client(statements));

    [Theory]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"https://catalog\");\nfor (var i = 0; i < 3; i++) { await new Greeter.GreeterClient(channel).SayHelloAsync(request); }")]
    [InlineData("foreach (var address in new[] { \"https://a\", \"https://b\" }) { using var channel = GrpcChannel.ForAddress(address); }")]
    [InlineData("GrpcChannel? channel = null;\nwhile (channel is null) { channel ??= GrpcChannel.ForAddress(\"https://catalog\"); }")]
    [InlineData("for (var i = 0; i < 3; i++) { Func<GrpcChannel> make = () => GrpcChannel.ForAddress(\"https://catalog\"); }")]
    public Task Is_silent_on_a_shared_channel_and_on_one_per_address(string statements) => Verify<ChannelPerCallRule>.Silent(Sources.Client(statements));

    [Fact]
    public Task Is_silent_on_a_cache_of_channels_in_a_handler() => Verify<ChannelPerCallRule>.Silent(Sources.Unary(
        "var channel = s_channels.GetOrAdd(request.Name, address => GrpcChannel.ForAddress(address));",
        "private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, GrpcChannel> s_channels = new();"));

    [Fact]
    public Task Names_the_handler() => Verify<ChannelPerCallRule>.ReportsMessage(
        Sources.Unary("using var channel = [|GrpcChannel.ForAddress(\"https://catalog\")|];"),
        "A channel is made for every call of Greeter.SayHello: every one opens a connection of its own; share one, or use AddGrpcClient");
}
