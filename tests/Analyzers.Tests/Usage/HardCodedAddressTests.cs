using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class HardCodedAddressTests
{
    [Theory]
    [InlineData("using var channel = GrpcChannel.ForAddress([|\"https://orders.corp.net:5001\"|]);")]
    [InlineData("using var channel = GrpcChannel.ForAddress(new Uri([|\"https://orders-staging.corp.net\"|]));")]
    [InlineData("using var channel = GrpcChannel.ForAddress([|\"https://[2001:db8::7]\"|]);")]
    [InlineData("using var channel = GrpcChannel.ForAddress([|\"http://10.0.0.7\"|], new GrpcChannelOptions { MaxReceiveMessageSize = 1 });")]
    [InlineData("builder.Services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = new Uri([|\"https://orders.prod.corp.net\"|]));")]
    [InlineData("builder.Services.AddGrpcClient<Greeter.GreeterClient>(options => { options.Address = new([|\"http://192.168.4.7:8080\"|]); });")]
    public Task Reports_the_address_of_a_machine(string statement) => Verify<HardCodedAddressRule>.Reports(Sources.Program(statement));

    [Theory]
    [InlineData("using var channel = GrpcChannel.ForAddress(builder.Configuration[\"Greeter\"]!);")]
    [InlineData("using var channel = GrpcChannel.ForAddress(builder.Configuration[\"Greeter\"] ?? \"https://localhost:5001\");")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"dns:///greeter\");")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"https://orders.example\");")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"https://orders.test:8080\");")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"http://localhost\", new GrpcChannelOptions { HttpHandler = new HttpClientHandler() });")]
    [InlineData("builder.Services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = new Uri(\"https://greeter\"));")]
    [InlineData("builder.Services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = new Uri(builder.Configuration[\"Greeter\"]!));")]
    [InlineData("builder.Services.AddHttpClient(\"x\", client => client.BaseAddress = new Uri(\"https://localhost:5001\"));")]
    [InlineData("if (builder.Environment.IsDevelopment()) { using var channel = GrpcChannel.ForAddress(\"https://localhost:5001\"); }")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"https://localhost:5001\");")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"http://127.0.0.1:5001\");")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"http://greeter:8080\");")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"http://greeter.orders.svc.cluster.local:8080\");")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"https://speech.googleapis.com\");")]
    [InlineData("builder.Services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = new Uri(\"https://localhost:5001\"));")]
    public Task Is_silent_on_configuration_and_on_names_that_something_resolves(string statement) => Verify<HardCodedAddressRule>.Silent("using System.Net.Http;\n" + Sources.Program(statement));
}
