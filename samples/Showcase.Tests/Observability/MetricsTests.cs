// What Prometheus reads at /metrics.

using System.Net;
using System.Text.RegularExpressions;
using Acme.Users.V1;
using Grpc.Core;
using Showcase.Hosting;
using Showcase.Tests.Support;

namespace Showcase.Tests.Observability;

public sealed partial class MetricsTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    [Fact(Timeout = 60_000)]
    public async Task Every_call_is_counted_by_method_and_status_in_Prometheus_text_format()
    {
        var client = new UserService.UserServiceClient(showcase.Channel);
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<RpcException>(async () => await client.GetUserAsync(new GetUserRequest { Id = int.MaxValue }));
        }

        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await http.GetAsync(new Uri(showcase.App.Address(), "metrics"), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("text/plain", response.Content.Headers.ContentType!.ToString());
        var count = Count().Matches(text).Single(line => line.Value.Contains("rpc_method=\"acme.users.v1.UserService/GetUser\"") && line.Value.Contains("\"NOT_FOUND\""));
        Assert.Equal("3", count.Groups["value"].Value);
        Assert.Contains("kestrel_active_connections", text);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(# (TYPE|HELP|UNIT|EOF).*|[a-z_:][a-zA-Z0-9_:]*(\{.*\})? [-+.0-9eInfNa]+( [0-9]+)?)$", line));
    }

    [GeneratedRegex(@"^rpc_server_call_duration_seconds_count\{.*\} (?<value>[0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Count();
}
