using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class InsecureCredentialsTests
{
    [Theory]
    [InlineData("using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { [|UnsafeUseInsecureChannelCallCredentials = true|] });")]
    [InlineData("using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { [|Credentials = ChannelCredentials.Insecure|] });")]
    [InlineData("builder.Services.AddGrpcClient<Greeter.GreeterClient>().ConfigureChannel(options => [|options.Credentials = ChannelCredentials.Insecure|]);")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"http://orders.example.com\", new GrpcChannelOptions { [|UnsafeUseInsecureChannelCallCredentials = true|] });")]
    public Task Reports_credentials_that_are_not_protected(string statement) => Verify<InsecureCredentialsRule>.Reports(Source(statement));

    [Theory]
    [InlineData("using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl });")]
    [InlineData("using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = builder.Environment.IsDevelopment() });")]
    [InlineData("using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { Credentials = builder.Environment.IsDevelopment() ? ChannelCredentials.Insecure : ChannelCredentials.SecureSsl });")]
    [InlineData("if (builder.Environment.IsDevelopment()) { builder.Services.AddGrpcClient<Greeter.GreeterClient>().ConfigureChannel(options => options.Credentials = ChannelCredentials.Insecure); }")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"http://localhost:5000\", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure });")]
    [InlineData("Console.WriteLine(ChannelCredentials.Insecure);")]
    public Task Is_silent_in_development_and_towards_this_machine(string statement) => Verify<InsecureCredentialsRule>.Silent(Source(statement));

    private static string Source(string statement) => Sources.Program("var address = builder.Configuration[\"Greeter\"]!;\nConsole.WriteLine(address);\n" + statement);
}
