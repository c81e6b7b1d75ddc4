// Every kind of RPC at once on one host, and what one of them gets alone: a table each.

namespace GrpcSdk.Bench.Load;

internal static class RatesRun
{
    public static async Task<int> RunAsync(TimeSpan duration, int callers)
    {
        var report = new Report();
        using var folder = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(folder.Path);
        using var channel = Channels.Open(host.Address);
        await Traffic.PrepareAsync(channel);
        // The compiler of .NET has done its work afterwards.
        await RunAsync(new Traffic(), duration / 4);
        host.ForgetPeak();
        var (traffic, processor) = (new Traffic(), host.ProcessorTime);
        await RunAsync(traffic, duration);

        Report.Line($"{callers} callers of each kind for {duration.TotalSeconds:0} s; the host took {(host.ProcessorTime - processor).TotalSeconds / duration.TotalSeconds:0.0} cores and at most {host.PeakMemory >> 20} MiB.\n");
        traffic.Print();
        var lost = await traffic.FindLostAsync(channel);
        Report.Line($"\nAcknowledged: {traffic.Kinds.Sum(kind => kind.Acknowledged)}, of which lost: {lost.Values.Sum()}.");
        report.Expect(traffic.Kinds.All(kind => kind.Calls.Failed == 0), "no call fails");
        report.Expect(lost.Count == 0, $"nothing acknowledged is lost: {string.Join(", ", lost)}");
        report.Expect(host.PeakMemory <= HostProcess.MemoryLimit, "the host stays within its limit");
        return report.ExitCode;

        async Task RunAsync(Traffic traffic, TimeSpan time)
        {
            using var over = new CancellationTokenSource(time);
            await traffic.RunAsync(channel, callers, over.Token);
        }
    }
}
