// Checkpoints and slices: going on later, elsewhere, and with other page sizes.
using System.Diagnostics;
using System.Reflection;
using GrpcSdk.Paging;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;

namespace GrpcSdk.Runtime.Tests.Paging;

public class CheckpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_walk_cut_anywhere_and_resumed_from_text_with_any_page_size_misses_and_repeats_nothing(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 30; round++)
        {
            var count = random.Next(0, 60);
            var shape = random.Next();
            var list = new ItemList(count) { SizeAt = (position, asked) => new Random(shape ^ position).Next(4) == 0 ? 0 : Math.Max(1, (asked > 0 ? asked : 6) - new Random(position).Next(3)) };
            await using var server = await LabServer.StartAsync(list.Behaviour);
            var (seen, text) = (new List<int>(), (string?)null);

            for (var more = true; more;)
            {
                // As another process would: a new client, a new request, the checkpoint from text.
                var walk = server.Client.ListItemsPaged(new() { Filter = "x" }, new() { PageSize = random.Next(0, 9), Prefetch = random.Next(2) });
                walk = text is null ? walk : walk.ResumeFrom(PageCheckpoint.Parse(text));
                var left = random.Next(1, 12);
                more = false;
                await foreach (var (item, checkpoint) in walk.WithCheckpoints(Token))
                {
                    seen.Add(item.Id);
                    text = checkpoint.ToString();
                    if (--left == 0)
                    {
                        more = true;
                        break;
                    }
                }
            }

            Assert.True(Enumerable.Range(0, count).SequenceEqual(seen), $"seed {seed}, round {round}: {string.Join(' ', seen)}");
        }
    }

    [Fact]
    public async Task Another_process_goes_on_where_one_died()
    {
        var list = new ItemList(40) { SizeAt = static (position, asked) => position == 14 ? 0 : asked };
        await using var server = await LabServer.StartAsync(list.Behaviour);
        var (seen, checkpoint) = (new List<int>(), (string?)null);

        // It dies in the middle of a page, on the edge of one, and then comes to the end.
        foreach (var (items, exitCode) in new[] { (10, 3), (4, 3), (1, 3), (1000, 0) })
        {
            var lines = await WalkInAnotherProcess(exitCode, [server.Address, $"{items}", .. checkpoint is null ? Array.Empty<string>() : [checkpoint]]);
            seen.AddRange(lines.Select(l => int.Parse(l.Split(' ')[0], null)));
            checkpoint = lines[^1].Split(' ')[1];
        }

        Assert.Equal(Enumerable.Range(0, 40), seen);
    }

    [Fact]
    public async Task A_checkpoint_of_another_request_is_refused()
    {
        var list = new ItemList(20);
        await using var server = await LabServer.StartAsync(list.Behaviour);
        var (_, checkpoint) = await server.Client.ListItemsPaged(new() { Filter = "a" }).WithCheckpoints(Token).FirstAsync(Token);
        list.Requests.Clear();

        var error = Assert.Throws<ArgumentException>(() => server.Client.ListItemsPaged(new() { Filter = "b" }).ResumeFrom(checkpoint));

        Assert.Contains("LabService.ListItems", error.Message, StringComparison.Ordinal);
        Assert.Empty(list.Requests);
        // The page size may differ.
        _ = server.Client.ListItemsPaged(new() { Filter = "a", PageSize = 3 }).ResumeFrom(checkpoint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("0123456789abcdef.AAAAAAAAAAA.!")]
    [InlineData("0123456789abcdef.__________8.")]
    public void Text_that_is_no_checkpoint_is_refused(string text)
    {
        Assert.False(PageCheckpoint.TryParse(text, out _));
        Assert.Throws<FormatException>(() => PageCheckpoint.Parse(text));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(200)]
    public async Task A_slice_has_the_size_that_was_asked_for_whatever_the_server_returns(int serverSize)
    {
        var list = new ItemList(120) { SizeAt = (position, _) => position % 3 == 2 && position < 1_000_000 ? 0 : serverSize };
        await using var server = await LabServer.StartAsync(list.Behaviour);

        var first = await server.Client.ListItemsPaged(new()).ReadPageAsync(50, Token);
        var second = await server.Client.ListItemsPaged(new()).ResumeFrom(first.Next!.Value).ReadPageAsync(50, Token);
        var last = await server.Client.ListItemsPaged(new()).ResumeFrom(second.Next!.Value).ReadPageAsync(50, Token);

        Assert.Equal([50, 50, 20], [first.Items.Count, second.Items.Count, last.Items.Count]);
        Assert.Equal(Enumerable.Range(0, 120), first.Items.Concat(second.Items).Concat(last.Items).Select(i => i.Id));
        Assert.Null(last.Next);
    }

    private static async Task<string[]> WalkInAnotherProcess(int exitCode, IEnumerable<string> arguments)
    {
        var program = typeof(CheckpointTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "WalkProcess").Value!;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var errors = await process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == exitCode, errors);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
