// A client in another language: samples/node-client, over @grpc/grpc-js, against a host of its own.

using System.Text.RegularExpressions;
using Showcase.Hosting;
using Showcase.Tests.Support;

namespace Showcase.Tests.Clients;

public sealed partial class NodeClientTests(RunningShowcase showcase, NodeModules modules) : IClassFixture<RunningShowcase>
{
    private const int Tests = 10;

    [Fact(Timeout = 300_000)]
    public async Task Every_kind_of_call_deadlines_metadata_cancellation_and_rich_errors_work_from_Node()
    {
        Assert.True(Directory.Exists(Path.Combine(modules.Path, "@grpc", "grpc-js")));

        var node = await Command.RunAsync("node", "--test-reporter=tap", "samples/node-client/showcase.test.mjs", showcase.App.Address().Authority);

        Assert.Equal($"{Tests}", Passed().Match(node.Succeeded().Output).Groups[1].Value);
        Assert.Contains("# skipped 0", node.Output);
    }

    [GeneratedRegex("^# pass ([0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Passed();
}
