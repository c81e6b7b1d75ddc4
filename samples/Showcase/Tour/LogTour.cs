// Logs: the host's own log, while it is being written.

using Acme.Logs.V1;
using Acme.Users.V1;
using Grpc.Core;

namespace Showcase.Tour;

internal static class LogTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("logs", "TailLogs: the last entries and the next one", TailAsync),
    ];

    private static async Task<string> TailAsync(TourContext tour, CancellationToken cancellationToken)
    {
        using var call = tour.SignedIn("operator").Logs.TailLogs(new TailRequest { Level = "information", Lines = 5 }, cancellationToken: cancellationToken);
        var entries = new List<LogEntry>();
        while (entries.Count < 5 && await call.ResponseStream.MoveNext(cancellationToken))
        {
            entries.Add(call.ResponseStream.Current);
        }

        var users = new UserService.UserServiceClient(tour.Channel);
        await users.ListUsersAsync(new ListUsersRequest { PageSize = 1 }, cancellationToken: cancellationToken);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            var entry = call.ResponseStream.Current;
            Expect.True(entry.Timestamp >= entries[^1].Timestamp, "entries come in order");
            if (entry.Message.Contains("ListUsers", StringComparison.Ordinal))
            {
                return $"5 old entries, then live: [{entry.Level}] {entry.ServiceName}: {entry.Message}";
            }
        }

        throw new UnexpectedException("the log ended");
    }
}
