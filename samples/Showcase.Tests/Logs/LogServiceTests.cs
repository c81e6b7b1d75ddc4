// LogService: tailing follows rotation, filters, and goes on after a break.

using Acme.Logs.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Showcase.Tests.Support;

namespace Showcase.Tests.Logs;

public sealed class LogServiceTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly LogService.LogServiceClient _client = new(showcase.Channel);

    [Fact(Timeout = 300_000)]
    public async Task A_tail_follows_the_log_across_rotation_without_a_gap()
    {
        // A line has some 2 KiB: two rotations, and less than what is kept, however far the reader falls behind.
        const int entries = 1200;
        var logger = Logger("Rotation");
        using var call = _client.TailLogs(new TailRequest { ServiceName = "Rotation" }, showcase.As("operator"));
        await call.ResponseHeadersAsync;

        var padding = new string('x', 1000);
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < entries; i++)
            {
                logger.LogInformation("Entry {Number} {Padding}", i, padding);
            }
        });
        var read = await call.ResponseStream.ReadAsync(entries);
        await writing;

        Assert.Equal(Enumerable.Range(0, entries).Select(i => $"{i}"), read.Select(entry => entry.Attributes["Number"]));
        Assert.True(Directory.GetFiles(Path.ChangeExtension(showcase.DatabasePath, ".logs")).Length > 1, "the log was rotated");
    }

    [Fact(Timeout = 300_000)]
    public async Task The_last_lines_come_first_filtered_by_level_and_category_and_a_token_goes_on_after_them()
    {
        var logger = Logger("Filter.Inner");
        logger.LogInformation("one");
        logger.LogWarning("two");
        Logger("FilterOther").LogError("other");
        logger.LogError("three");
        logger.LogInformation("four");

        using var last = _client.TailLogs(new TailRequest { ServiceName = "Filter", Level = "warning", Lines = 10, NoFollow = true }, showcase.As("operator"));
        var found = await last.ResponseStream.ReadToEndAsync();
        Assert.Equal(["warning two", "error three"], found.Select(entry => $"{entry.Level} {entry.Message}"));

        using var rest = _client.TailLogs(new TailRequest { ServiceName = "Filter", ResumeToken = found[0].ResumeToken, NoFollow = true }, showcase.As("operator"));
        Assert.Equal(["three", "four"], (await rest.ResponseStream.ReadToEndAsync()).Select(entry => entry.Message));
    }

    [Fact]
    public async Task Wrong_requests_are_refused()
    {
        var foreign = Showcase.Live.ResumeToken.Of('e', 1);
        var gone = Showcase.Live.ResumeToken.Of('l', 7777L << 32);
        Assert.Equal(StatusCode.InvalidArgument, await StatusAsync(new TailRequest { Level = "loud" }));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAsync(new TailRequest { Lines = -1 }));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAsync(new TailRequest { ResumeToken = foreign }));
        Assert.Equal(StatusCode.OutOfRange, await StatusAsync(new TailRequest { ResumeToken = gone }));
    }

    private ILogger Logger(string category) => showcase.App.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    private async Task<StatusCode> StatusAsync(TailRequest request)
    {
        request.NoFollow = true;
        using var call = _client.TailLogs(request, showcase.As("operator"));
        return await Calls.StatusOfAsync(() => call.ResponseStream.ReadToEndAsync());
    }
}
