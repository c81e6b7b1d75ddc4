// All attacks one after the other on one host with the memory of a pod, while a neighbour calls: a table.

using System.Globalization;

namespace GrpcSdk.Bench.Load.Hostile;

internal static class HostileRun
{
    private const int Megabyte = 1 << 20;

    // As in production, but that what is silent is found out sooner than a person wants to wait.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Limits:Idle"] = "00:00:05",
        ["Limits:PingAfter"] = "00:00:02",
        ["Limits:PingPatience"] = "00:00:02",
    };

    /// <param name="only">A word of the rows to run; null runs all.</param>
    public static async Task<int> RunAsync(string? only)
    {
        var report = new Report();
        using var folder = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(folder.Path, Settings);
        var address = host.Address;
        Report.Line($"Memory limit {HostProcess.MemoryLimit / Megabyte} MiB; at the start the host holds {host.Memory / Megabyte} MiB.\n");
        Console.WriteLine("| What hostile clients do | What they get | Host, peak, MiB | Neighbour: calls, failed, p99 in ms |");
        Console.WriteLine("|---|---|---:|---|");

        await RowAsync("10,000 chat streams of one caller at once", async () => Text(await Attacks.StreamsAsync(address, 10_000)));
        await RowAsync("10,000 streams in one connection that ignores its limit", async () => Text(await Attacks.FloodAsync(address, 10_000)));
        await RowAsync("10,000 streams opened and reset", async () => Text(await Attacks.ResetsAsync(address, 10_000)));
        await RowAsync("100 messages of 64 MiB", async () => Text(await Attacks.MessagesAsync(address, 100, () => GrpcBody.Of(64 * Megabyte))));
        await RowAsync("100 messages of 64 kB that unpack to 64 MiB", async () => Text(await Attacks.MessagesAsync(address, 100, () => GrpcBody.Bomb(64 * Megabyte))));
        await RowAsync("300 messages of 4 MiB that lack their last byte", async () => Text(await Attacks.UnfinishedAsync(address, 300, 4 * Megabyte, refusals: 300 - 16)));
        await RowAsync("metadata without an end", async () => $"closed after {await Attacks.MetadataAsync(address, 64 * Megabyte) / 1024} KiB");
        await RowAsync("900 connections that say nothing, no call, or half a call", async () => $"{await Attacks.SilentAsync(address, 900)} closed");
        return report.ExitCode;

        async Task RowAsync(string name, Func<Task<string>> attack)
        {
            if (only is not null && !name.Contains(only, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }

            host.ForgetPeak();
            await using var neighbour = new Neighbour(address);
            await neighbour.CallsAsync(10);
            var outcome = await attack();
            await neighbour.CallsAsync(10);
            Report.Line($"| {name} | {outcome} | {host.PeakMemory / Megabyte} | {neighbour.Calls.Succeeded}, {neighbour.Calls.Failed}, {neighbour.Calls.Percentile(0.99):0.0} |");
            report.Expect(neighbour.Calls.Failed == 0, $"the neighbour is served: {neighbour.Calls.ErrorText}");
            report.Expect(host.PeakMemory <= HostProcess.MemoryLimit, "the host stays within its limit");
        }
    }

    private static string Text(Tally tally) => $"{tally.Succeeded} opened; {tally.ErrorText}";

    private static string Text<T>(Dictionary<T, int> counts)
        where T : notnull =>
        string.Join(", ", counts.OrderByDescending(count => count.Value).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key}")));
}
