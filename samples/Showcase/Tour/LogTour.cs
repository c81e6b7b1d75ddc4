// Logs: the host's own log, while it is being written.

using Acme.Logs.V1;
using Acme.Users.V1;
using Showcase.Live;
using Showcase.Logs;

namespace Showcase.Tour;

internal static class LogTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("logs", "TailLogs: the last entries and the next one", TailAsync),
    ];

    private static async Task<string> TailAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var request = new TailRequest { Level = "information", Lines = 5 };
        await using var log = tour.SignedIn("operator").Logs.TailLogsResumable(request).GetAsyncEnumerator(cancellationToken);
        var position = 0L;
        for (var i = 0; i < request.Lines; i++)
        {
            position = await NextAsync(log, position);
        }

        var users = new UserService.UserServiceClient(tour.Channel);
        await users.ListUsersAsync(new ListUsersRequest { PageSize = 1 }, cancellationToken: cancellationToken);
        do
        {
            position = await NextAsync(log, position);
        }
        while (!log.Current.Message.Contains("ListUsers", StringComparison.Ordinal));

        return $"{request.Lines} old entries, then live: [{log.Current.Level}] {log.Current.ServiceName}: {log.Current.Message}";
    }

    private static async Task<long> NextAsync(IAsyncEnumerator<LogEntry> log, long position)
    {
        Expect.True(await log.MoveNextAsync(), "the log goes on");
        var next = ResumeToken.Read(LogLine.TokenKind, log.Current.ResumeToken);
        Expect.True(next > position, "entries come in order");
        return next;
    }
}
