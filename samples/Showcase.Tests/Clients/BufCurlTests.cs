// A client without a single .proto: buf curl learns the services from reflection.

using System.Text.Json;
using System.Text.RegularExpressions;
using Showcase.Hosting;
using Showcase.Tests.Support;

namespace Showcase.Tests.Clients;

public sealed partial class BufCurlTests(RunningShowcase showcase, NodeModules modules) : IClassFixture<RunningShowcase>
{
    [Fact(Timeout = 300_000)]
    public async Task A_unary_call_is_answered_in_JSON()
    {
        var created = (await CurlAsync("acme.users.v1.UserService/CreateUser", """{"user": {"name": "Ada", "email": "ada@curl.example"}}""")).Succeeded();
        var user = JsonDocument.Parse(created.Output).RootElement;

        var read = (await CurlAsync("acme.users.v1.UserService/GetUser", $$"""{"id": {{user.GetProperty("id")}}}""")).Succeeded();

        Assert.Equal("ada@curl.example", JsonDocument.Parse(read.Output).RootElement.GetProperty("email").GetString());
    }

    [Fact(Timeout = 300_000)]
    public async Task A_server_stream_is_printed_message_by_message()
    {
        var products = (await CurlAsync("acme.products.v1.ProductService/SearchProducts", """{"limit": 3}""")).Succeeded();

        Assert.Equal(3, Id().Count(products.Output));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_client_stream_is_read_from_the_data()
    {
        var summary = (await CurlAsync("acme.analytics.v1.AnalyticsService/RecordMetrics", """{"name": "a", "value": 1}{"name": "a", "value": 3}""")).Succeeded();

        Assert.Equal("2", JsonDocument.Parse(summary.Output).RootElement.GetProperty("totalCount").GetString());
    }

    [Fact(Timeout = 300_000)]
    public async Task An_error_comes_with_its_details()
    {
        var failed = await CurlAsync("acme.users.v1.UserService/GetUser", """{"id": -1}""");

        // buf's exit code is eight times that of gRPC.
        Assert.Equal(8 * (int)Grpc.Core.StatusCode.InvalidArgument, failed.ExitCode);
        Assert.Equal("invalid_argument", JsonDocument.Parse(failed.Error).RootElement.GetProperty("code").GetString());
        Assert.Contains("google.rpc.BadRequest", failed.Error);
    }

    [Fact(Timeout = 300_000)]
    public async Task The_methods_are_listed()
    {
        var methods = (await Command.RunAsync(modules.Buf, "curl", "--http2-prior-knowledge", "--protocol", "grpc", "--list-methods", $"{showcase.App.Address()}")).Succeeded();

        Assert.Contains("acme.users.v1.UserService/GetUser", methods.Output);
        Assert.Contains("acme.chat.v1.ChatService/Chat", methods.Output);
    }

    private Task<Command> CurlAsync(string method, string data) =>
        Command.RunAsync(modules.Buf, "curl", "--protocol", "grpc", "--http2-prior-knowledge", "--data", data, $"{showcase.App.Address()}{method}");

    [GeneratedRegex("\"id\":")]
    private static partial Regex Id();
}
