// Logs: the host's own log, while it is being written.

using Acme.Logs.V1;
using Acme.Users.V1;

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
        var entries = new List<LogEntry>();
        while (entries.Count < 5 && await log.MoveNextAsync())
        {
            entries.Add(log.Current);
        }

        var users = new UserService.UserServiceClient(tour.Channel);
        await users.ListUsersAsync(new ListUsersRequest { PageSize = 1 }, cancellationToken: cancellationToken);
        while (await log.MoveNextAsync())
        {
            var entry = log.Current;
            Expect.True(entry.Timestamp >= entries[^1].Timestamp, "entries come in order");
            if (entry.Message.Contains("ListUsers", StringComparison.Ordinal))
            {
                return $"5 old entries, then live: [{entry.Level}] {entry.ServiceName}: {entry.Message}";
            }
        }

        throw new UnexpectedException("the log ended");
    }
}
