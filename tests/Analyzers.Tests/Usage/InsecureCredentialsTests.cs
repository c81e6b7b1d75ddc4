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
    [InlineData("var options = new GrpcChannelOptions { [|Credentials = ChannelCredentials.Insecure|] };\nusing var channel = GrpcChannel.ForAddress(address, options);")]
    [InlineData("var options = new GrpcChannelOptions { [|Credentials = ChannelCredentials.Insecure|] };\nusing var here = GrpcChannel.ForAddress(\"http://localhost:5000\", options);\nusing var there = GrpcChannel.ForAddress(address, options);")]
    [InlineData("builder.Services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = new Uri(address)).ConfigureChannel(options => [|options.Credentials = ChannelCredentials.Insecure|]);")]
    [InlineData("using var channel = GrpcChannel.ForAddress($\"http://localhost{address}\", new GrpcChannelOptions { [|Credentials = ChannelCredentials.Insecure|] });")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"dns:///orders:8080\", new GrpcChannelOptions { [|Credentials = ChannelCredentials.Insecure|] });")]
    public Task Reports_credentials_that_are_not_protected(string statement) => Verify<InsecureCredentialsRule>.Reports(Source(statement));

    [Theory]
    [InlineData("using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl });")]
    [InlineData("using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = builder.Environment.IsDevelopment() });")]
    [InlineData("using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { Credentials = builder.Environment.IsDevelopment() ? ChannelCredentials.Insecure : ChannelCredentials.SecureSsl });")]
    [InlineData("if (builder.Environment.IsDevelopment()) { builder.Services.AddGrpcClient<Greeter.GreeterClient>().ConfigureChannel(options => options.Credentials = ChannelCredentials.Insecure); }")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"http://localhost:5000\", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure });")]
    [InlineData("Console.WriteLine(ChannelCredentials.Insecure);")]
    [InlineData("var options = new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure };\nusing var channel = GrpcChannel.ForAddress(\"http://localhost:5000\", options);")]
    [InlineData("var options = new GrpcChannelOptions();\noptions.Credentials = ChannelCredentials.Insecure;\nusing var channel = GrpcChannel.ForAddress(new Uri(\"http://127.0.0.1:5000\"), options);")]
    [InlineData("const string Here = \"http://[::1]:5000\";\nGrpcChannelOptions options;\noptions = new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true };\nusing var channel = GrpcChannel.ForAddress(Here, options);")]
    [InlineData("using var channel = GrpcChannel.ForAddress($\"http://localhost:{args.Length}\", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure });")]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"http://localhost:\" + args.Length, new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure });")]
    [InlineData("builder.Services.AddGrpcClient<Greeter.GreeterClient>(options => options.Address = new Uri(\"http://localhost:5000\")).ConfigureChannel(options => options.Credentials = ChannelCredentials.Insecure);")]
    [InlineData("builder.Services.AddGrpcClient<Greeter.GreeterClient>(options => { options.Address = new Uri(\"http://localhost:5000\"); options.ChannelOptionsActions.Add(channel => channel.Credentials = ChannelCredentials.Insecure); });")]
    public Task Is_silent_in_development_and_towards_this_machine(string statement) => Verify<InsecureCredentialsRule>.Silent(Source(statement));

    private static string Source(string statement) => Sources.Program("var address = builder.Configuration[\"Greeter\"]!;\nConsole.WriteLine(address);\n" + statement);
}
