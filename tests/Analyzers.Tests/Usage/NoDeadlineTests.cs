using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class NoDeadlineTests
{
    [Theory]
    [InlineData("await [|client.SayHelloAsync(request)|];")]
    [InlineData("[|client.SayHello(request, cancellationToken: token)|];")]
    [InlineData("await [|client.SayHelloAsync(request, new CallOptions(cancellationToken: token))|];")]
    [InlineData("await [|new Greeter.GreeterClient(GrpcChannel.ForAddress(\"https://a\")).SayHelloAsync(request)|];")]
    public Task Reports_a_unary_call_without_deadline(string statements) => Verify<NoDeadlineRule>.Reports(Sources.Client(statements));

    [Theory]
    [InlineData("await client.SayHelloAsync(request, deadline: DateTime.UtcNow.AddSeconds(5));")]
    [InlineData("await client.SayHelloAsync(request, new CallOptions(deadline: DateTime.UtcNow.AddSeconds(5)));")]
    [InlineData("await client.SayHelloAsync(request, new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(5)));")]
    [InlineData("var own = new Greeter.GreeterClient(GrpcChannel.ForAddress(\"https://a\").Intercept(metadata => metadata));\nawait own.SayHelloAsync(request);")]
    [InlineData("using var call = client.ListHellos(request);")]
    public Task Is_silent_with_a_deadline_on_intercepted_clients_and_on_streams(string statements) => Verify<NoDeadlineRule>.Silent(Sources.Client(statements));

    [Fact]
    public Task Is_silent_in_handlers_that_propagate_their_deadline() => Verify<NoDeadlineRule>.Silent(
        Sources.Unary("await catalog.FindAsync(request);") +
        "\npublic static class Startup { public static void Configure(IServiceCollection services) => services.AddGrpcClient<Catalog.CatalogClient>().EnableCallContextPropagation(); }");
}
