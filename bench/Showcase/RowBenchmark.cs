// Claim: use streaming, not unary calls, for large datasets. 10,000 users, read in every way that the service has.

using System.Diagnostics;
using Acme.Users.V1;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Bench.Showcase;

internal static class RowBenchmark
{
    private const int Rows = 10_000;

    public static async Task RunAsync()
    {
        await using var host = await BenchHost.StartAsync(Rows);
        var client = new UserService.UserServiceClient(host.Channel);
        (string Name, Func<Task<Reading>> Read)[] ways =
        [
            ("StreamUsers, one stream", () => StreamAsync(client)),
            ("ListUsers, pages of 1,000", () => PagesAsync(client, 1000)),
            ("ListUsers, pages of 50", () => PagesAsync(client, 50)),
            ("BatchGetUsers, 1,000 ids a call", () => BatchesAsync(client)),
            ("GetUser, one call a row", () => SinglesAsync(client)),
        ];

        var readings = ways.Select(_ => new List<Reading>()).ToArray();
        var costs = await Rounds.MeasureAsync(rounds: 5, warmups: 1, [.. ways.Select((way, i) => (Func<Task>)(async () => readings[i].Add(await way.Read())))]);

        Console.WriteLine($"| {Rows:N0} users by | ms | first row after, ms | largest message, B | allocated in both, MB |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        for (var i = 0; i < ways.Length; i++)
        {
            var first = readings[i].Select(reading => reading.FirstRow.TotalMilliseconds).Order().ElementAt(readings[i].Count / 2);
            Rounds.Print($"| {ways[i].Name} | {costs[i].Milliseconds:0} | {first:0.0} | {readings[i][0].LargestMessage} | {costs[i].Bytes / 1e6:0} |");
        }
    }

    private static async Task<Reading> StreamAsync(UserService.UserServiceClient client)
    {
        var reading = new Reading();
        using var call = client.StreamUsers(new StreamUsersRequest());
        await foreach (var user in call.ResponseStream.ReadAllAsync())
        {
            reading.Count(user, rows: 1);
        }

        return reading.Checked();
    }

    private static async Task<Reading> PagesAsync(UserService.UserServiceClient client, int size)
    {
        var reading = new Reading();
        var request = new ListUsersRequest { PageSize = size };
        do
        {
            var page = await client.ListUsersAsync(request);
            reading.Count(page, page.Users.Count);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return reading.Checked();
    }

    private static async Task<Reading> BatchesAsync(UserService.UserServiceClient client)
    {
        var reading = new Reading();
        foreach (var ids in Enumerable.Range(1, Rows).Chunk(1000))
        {
            var batch = await client.BatchGetUsersAsync(new BatchGetUsersRequest { UserIds = { ids } });
            reading.Count(batch, batch.Users.Count);
        }

        return reading.Checked();
    }

    private static async Task<Reading> SinglesAsync(UserService.UserServiceClient client)
    {
        var reading = new Reading();
        for (var id = 1; id <= Rows; id++)
        {
            reading.Count(await client.GetUserAsync(new GetUserRequest { Id = id }), rows: 1);
        }

        return reading.Checked();
    }

    private sealed class Reading
    {
        private readonly long _started = Stopwatch.GetTimestamp();
        private int _rows;

        public TimeSpan FirstRow { get; private set; }

        public int LargestMessage { get; private set; }

        public void Count(IMessage message, int rows)
        {
            FirstRow = _rows == 0 ? Stopwatch.GetElapsedTime(_started) : FirstRow;
            LargestMessage = Math.Max(LargestMessage, message.CalculateSize());
            _rows += rows;
        }

        public Reading Checked() => _rows == Rows ? this : throw new InvalidOperationException($"{_rows} of {Rows} rows came.");
    }
}
