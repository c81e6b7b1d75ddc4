// Callers that come and go: as many connects, joins, calls and disconnects as an hour brings, as fast as they go. What a
// host holds in memory afterwards must be what it held before.

using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Acme.Chat.V1;
using Acme.Events.V1;
using Acme.Users.V1;
using Grpc.Core;

namespace GrpcSdk.Bench.Load;

internal static partial class ChurnRun
{
    private const double Goal = 1.2;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <param name="cycles">How many callers come and go.</param>
    public static async Task<int> RunAsync(int cycles)
    {
        var report = new Report();
        using var folder = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(folder.Path);
        var statuses = new Tally("callers");
        // Fills caches and pools, which is no leak, and lets the compiler do its work.
        await ComeAndGoAsync(host.Address, cycles / 5, statuses);
        var start = await MeasureAsync(host);
        host.ForgetPeak();
        await ComeAndGoAsync(host.Address, cycles, statuses);
        var peak = host.PeakMemory;
        var end = await MeasureAsync(host);

        Report.Line($"{cycles} callers come on a connection of their own, join a room, speak, subscribe to events, call three times and go, half of them without a word.\n");
        Console.WriteLine("| Host | start | peak | end | end over start (goal: at most 1.2) |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        Report.Line($"| resident, MiB | {start.Resident >> 20} | {peak >> 20} | {end.Resident >> 20} | {(double)end.Resident / start.Resident:0.00} |");
        Report.Line($"| live heap after a collection, MiB | {start.Heap / 1e6:0.0} | | {end.Heap / 1e6:0.0} | {(double)end.Heap / start.Heap:0.00} |");
        Report.Line($"| open connections | {start.Connections} | | {end.Connections} | |");
        Report.Line($"\nFailed: {statuses.ErrorText}.");
        report.Expect(statuses.Failed == 0, "no call fails");
        report.Expect(end.Resident <= Goal * start.Resident, "memory returns to within 20 % of the start");
        return report.ExitCode;
    }

    /// <summary>Callers come and go, some at a time.</summary>
    public static Task ComeAndGoAsync(Uri host, int cycles, Tally statuses) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, cycles),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, _) => await statuses.CallAsync(() => VisitAsync(host, i)));

    private static async Task VisitAsync(Uri host, int i)
    {
        using var channel = Channels.Open(host);
        var room = $"churn-{i % 20}";
        using var chat = new ChatService.ChatServiceClient(channel).Chat();
        using var events = new EventService.EventServiceClient(channel).SubscribeToEvents(new SubscribeRequest());
        await chat.RequestStream.WriteAsync(new ChatMessage { UserId = $"user{i}", RoomId = room, Kind = ChatMessage.Types.Kind.Join });
        await chat.ResponseStream.MoveNext(CancellationToken.None);
        await chat.RequestStream.WriteAsync(new ChatMessage { UserId = $"user{i}", RoomId = room, Content = "The engine weaves algebraic patterns." });
        for (var n = 0; n < 3; n++)
        {
            await new UserService.UserServiceClient(channel).ListUsersAsync(new ListUsersRequest { PageSize = 10 });
        }

        if (i % 2 == 0)
        {
            await chat.RequestStream.CompleteAsync();
            while (await chat.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        }
    }

    private static async Task<(long Resident, double Heap, double Connections)> MeasureAsync(HostProcess host)
    {
        await Task.Delay(Quiet);
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var metrics = await http.GetStringAsync(new Uri(host.Address, "metrics"));
        return (host.Memory, Sum(Heap(), metrics), Sum(Connections(), metrics));
    }

    private static double Sum(Regex metric, string metrics) => metric.Matches(metrics).Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^dotnet_gc_last_collection_heap_size_bytes\{.*\} ([0-9.e+]+)", RegexOptions.Multiline)]
    private static partial Regex Heap();

    [GeneratedRegex(@"^kestrel_active_connections\{.*\} ([0-9.e+]+)", RegexOptions.Multiline)]
    private static partial Regex Connections();
}
