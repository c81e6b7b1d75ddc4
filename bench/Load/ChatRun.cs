// The chat room with 500 members, of whom 50 read slowly, as a table.

namespace GrpcSdk.Bench.Load;

internal static class ChatRun
{
    private const double GoalMilliseconds = 100;

    public static async Task<int> RunAsync(ChatSize size)
    {
        var report = new Report();
        using var folder = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(folder.Path);
        // The compiler of .NET has done its work afterwards.
        await ChatLoad.RunAsync(host.Address, size with { Messages = Math.Min(size.Messages, 100) }, "warm-up");
        host.ForgetPeak();
        var outcome = await ChatLoad.RunAsync(host.Address, size, "room");

        Report.Line($"{size.Members} members, {size.Slow} of whom read one message a second; {size.Messages} messages, {size.PerSecond} a second; the host's peak is {host.PeakMemory >> 20} MiB.\n");
        Console.WriteLine("| A message reaches | p50, ms | p90, ms | p99, ms | max, ms |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        Print("a member", outcome.ToOne);
        Print("all members", outcome.ToAll);
        Report.Line($"\nLost, doubled or out of order: {outcome.Lost}. Slow members cut off: {outcome.SlowErrors.ErrorText}.");
        report.Expect(outcome.Lost == 0, "every member who reads gets every message once and in order");
        report.Expect(outcome.ToAll.Percentile(0.99) <= GoalMilliseconds, $"p99 to all is at most {GoalMilliseconds} ms");
        report.Expect(host.PeakMemory <= HostProcess.MemoryLimit, "the host stays within its limit");
        return report.ExitCode;
    }

    private static void Print(string who, Tally tally) =>
        Report.Line($"| {who} | {tally.Percentile(0.5):0.0} | {tally.Percentile(0.9):0.0} | {tally.Percentile(0.99):0.0} | {tally.Percentile(1):0.0} |");
}
