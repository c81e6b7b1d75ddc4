using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class UndisposedChannelTests
{
    private const string Make = "GrpcChannel.ForAddress(\"https://greeter\");\n";

    [Theory]
    [InlineData("var [|channel|] = " + Make + "var greeter = new Greeter.GreeterClient(channel);\nawait greeter.SayHelloAsync(request);")]
    [InlineData("var [|channel|] = " + Make + "await new Greeter.GreeterClient(channel).SayHelloAsync(request);")]
    [InlineData("var [|channel|] = " + Make + "await channel.ConnectAsync();")]
    [InlineData("var [|channel|] = " + Make + "var greeter = new Greeter.GreeterClient(channel);\nawait Task.WhenAll(request.Tags.Select(async _ => await greeter.SayHelloAsync(request)));")]
    [InlineData("var [|channel|] = " + Make + "var greeter = new Greeter.GreeterClient(channel);\nawait GreetAsync();\nasync Task GreetAsync() => await greeter.SayHelloAsync(request);")]
    [InlineData("var [|channel|] = " + Make + "var invoker = channel.Intercept(metadata => metadata);\nvar greeter = new Greeter.GreeterClient(invoker);\nawait greeter.SayHelloAsync(request);")]
    public Task Reports_a_channel_that_only_the_method_uses(string statements) => Verify<UndisposedChannelRule>.Reports(Sources.Client(statements));

    [Theory]
    [InlineData("using var channel = " + Make + "await new Greeter.GreeterClient(channel).SayHelloAsync(request);")]
    [InlineData("var channel = " + Make + "await new Greeter.GreeterClient(channel).SayHelloAsync(request);\nawait channel.ShutdownAsync();")]
    [InlineData("var channel = " + Make + "try { await channel.ConnectAsync(); } finally { channel.Dispose(); }")]
    [InlineData("var channel = " + Make + "var greeter = new Greeter.GreeterClient(channel);\nvar later = new List<Func<Task>>();\nlater.Add(async () => await greeter.SayHelloAsync(request));")]
    [InlineData("var channel = " + Make + "Func<Task> later = async () => await channel.ConnectAsync();")]
    [InlineData("var channel = " + Make + "var greeter = new Greeter.GreeterClient(channel);\n_ = LaterAsync();\nasync Task LaterAsync() => await greeter.SayHelloAsync(request);")]
    [InlineData("var channel = " + Make + "Keep(channel);\nvoid Keep(GrpcChannel kept) { }")]
    [InlineData("var channel = " + Make + "var greeter = new Greeter.GreeterClient(channel);\nKeep(greeter);\nvoid Keep(object kept) { }")]
    public Task Is_silent_on_a_channel_that_is_disposed_or_kept(string statements) => Verify<UndisposedChannelRule>.Silent(Sources.Client(statements));

    [Theory]
    [InlineData("public static Greeter.GreeterClient Open() { var channel = GrpcChannel.ForAddress(\"https://greeter\"); return new Greeter.GreeterClient(channel); }")]
    [InlineData("public static Greeter.GreeterClient Open() { var channel = GrpcChannel.ForAddress(\"https://greeter\"); var greeter = new Greeter.GreeterClient(channel); return greeter; }")]
    [InlineData("private readonly GrpcChannel _channel = GrpcChannel.ForAddress(\"https://greeter\");")]
    public Task Is_silent_on_a_channel_that_leaves_the_method(string member) => Verify<UndisposedChannelRule>.Silent(Sources.Client("", member));
}
