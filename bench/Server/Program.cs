// Servers in one process over loopback, measured in turns so that noise of the machine hits all alike: a bare service
// twice, the same behind ASP.NET Core's own JWT authentication and rate limiter, and the full chain of GrpcSdk.
// Latency at p50, bytes allocated per call and per streamed message, time to start.
using System.Globalization;
using GrpcSdk.Bench.Server;

const int Rounds = 150;
// Long enough for the last tier of the just-in-time compiler: with two cores it takes seconds to get there.
const int WarmUps = 250;
const int CallsPerRound = 100;
const int RoundsPerStream = 3;
const int MessagesPerStream = 500;
const int Starts = 41;
if (args is ["start", var which])
{
    var time = await Startup.WarmAsync(which == "generated" ? Servers.StartFullAsync : Servers.StartHandWrittenAsync);
    Console.Write(time.ToString(CultureInfo.InvariantCulture));
    return;
}

// The first two are the same: what they differ by is the noise of the measurement.
Caller[] callers =
[
    new(await Servers.StartBareAsync(), isGenerated: false),
    new(await Servers.StartBareAsync(), isGenerated: false),
    new(await Servers.StartStockAsync(), isGenerated: false),
    new(await Servers.StartValidatingAsync(), isGenerated: true),
    new(await Servers.StartFullAsync(), isGenerated: true),
];
var (latency, perCall, perMessage) = (NewTable(callers.Length), NewTable(callers.Length), NewTable(callers.Length));
for (var round = -WarmUps; round < Rounds; round++)
{
    for (var turn = 0; turn < callers.Length; turn++)
    {
        // Each round begins with another server, so that none always follows the same one.
        var i = (turn + round + WarmUps) % callers.Length;
        var (times, allocated) = await callers[i].CallAsync(CallsPerRound);
        var streamed = round % RoundsPerStream == 0 ? await callers[i].StreamAsync(MessagesPerStream) : default(double?);
        if (round < 0)
        {
            continue;
        }

        latency[i].Add(Median(times));
        perCall[i].Add(allocated / CallsPerRound);
        if (streamed is { } bytes)
        {
            perMessage[i].Add(bytes);
        }
    }
}

foreach (var caller in callers)
{
    await caller.DisposeAsync();
}

Console.WriteLine("| | bare | bare again | ASP.NET Core's JWT and rate limiter | full chain, token validated each time | full chain | full chain over bare |");
Console.WriteLine("|---|---|---|---|---|---|---|");
Compare("unary latency p50, µs", latency.Select(Median), PairRatio(latency));
// How often something has to wait differs from round to round, and with it what it allocates: the mean evens that out.
Compare("allocated per unary call, B", perCall.Select(rounds => rounds.Average()));
Compare("allocated per streamed message (one in, one out), B", perMessage.Select(rounds => rounds.Average()));

var (cold, warm) = (NewTable(2), NewTable(2));
for (var i = 0; i < Starts; i++)
{
    // First one, then the other goes first.
    foreach (var column in i % 2 == 0 ? new[] { 0, 1 } : [1, 0])
    {
        cold[column].Add(await Startup.ColdAsync(column == 0 ? "hand" : "generated"));
        warm[column].Add(await Startup.WarmAsync(column == 0 ? Servers.StartHandWrittenAsync : Servers.StartFullAsync));
    }
}

Console.WriteLine();
Console.WriteLine("| time to start, ms | registered by hand | generated | difference |");
Console.WriteLine("|---|---|---|---|");
Compare("new process", cold.Select(Median), PairRatio(cold));
Compare("warm process", warm.Select(Median), PairRatio(warm));

static List<double>[] NewTable(int columns) => [.. Enumerable.Range(0, columns).Select(_ => new List<double>())];

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToList();
    return sorted[sorted.Count / 2];
}

// Round by round the last column over the first: the machine's speed drifts, but hardly within a round.
static double PairRatio(List<double>[] columns) => Median(columns[^1].Zip(columns[0], (last, first) => last / first));

// The last column against the first; by the given ratio, or else by that of the shown values.
static void Compare(string name, IEnumerable<double> columns, double? ratio = null)
{
    var values = columns.ToList();
    var cells = string.Join(" | ", values.Select(value => value.ToString("0.0", CultureInfo.InvariantCulture)));
    var (first, last) = (values[0], values[^1]);
    Console.WriteLine(FormattableString.Invariant($"| {name} | {cells} | {last - first:+0.0;-0.0} ({(ratio ?? last / first) - 1:+0.0%;-0.0%}) |"));
}
