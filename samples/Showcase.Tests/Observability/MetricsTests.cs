// What Prometheus reads at /metrics. Alone, because the exporter listens to the meters of all hosts of a process, and forgets
// what it measured when one of them is gone.

using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Acme.Users.V2;
using Grpc.Core;
using Showcase.Hosting;
using Showcase.Tests.Support;

namespace Showcase.Tests.Observability;

[Collection(nameof(RunsAlone))]
public sealed partial class MetricsTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    [Fact(Timeout = 300_000)]
    public async Task Every_call_is_counted_by_method_and_status_in_Prometheus_text_format()
    {
        var client = new UserService.UserServiceClient(showcase.Channel);
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<RpcException>(async () => await client.GetUserAsync(new GetUserRequest { Id = int.MaxValue }));
        }

        // A call is counted a moment after its answer, and the exporter repeats its last text for a moment.
        string text;
        do
        {
            using var response = await http.GetAsync(new Uri(showcase.App.Address(), "metrics"), TestContext.Current.CancellationToken);
            Assert.StartsWith("text/plain", response.Content.Headers.ContentType!.ToString());
            text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        while (Refused(text) < 3 && !TestContext.Current.CancellationToken.IsCancellationRequested);

        Assert.Equal(3, Refused(text));
        Assert.Contains("kestrel_active_connections", text);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(@"^(# (TYPE|HELP|UNIT|EOF).*|[a-z_:][a-zA-Z0-9_:]*(\{.*\})? [-+.0-9eInfNa]+( [0-9]+)?)$", line));
    }

    private static int Refused(string text) => Count().Matches(text)
        .Where(line => line.Value.Contains("rpc_method=\"acme.users.v2.UserService/GetUser\"") && line.Value.Contains("\"NOT_FOUND\""))
        .Sum(line => int.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^rpc_server_call_duration_seconds_count\{.*\} (?<value>[0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Count();
}
