// Servers in one process over loopback, measured in turns of a few calls so that noise of the machine hits all alike: a
// bare service, the same behind ASP.NET Core's own JWT authentication and rate limiter, and the full chain of GrpcSdk.
// Latency at p50, bytes allocated per call and per streamed message, time to start.
using System.Globalization;
using GrpcSdk.Bench.Server;

const int Rounds = 600;
// Long enough for the last tier of the just-in-time compiler: with two cores it takes seconds to get there.
const int WarmUps = 1_000;
const int CallsPerRound = 25;
const int RoundsPerStream = 10;
const int MessagesPerStream = 500;
const int Starts = 15;
if (args is ["start", var which])
{
    var time = await Startup.WarmAsync(which == "generated" ? Servers.StartFullAsync : Servers.StartHandWrittenAsync);
    Console.Write(time.ToString(CultureInfo.InvariantCulture));
    return;
}

Caller[] callers =
[
    new(await Servers.StartBareAsync(), isGenerated: false),
    new(await Servers.StartStockAsync(), isGenerated: false),
    new(await Servers.StartValidatingAsync(), isGenerated: true),
    new(await Servers.StartFullAsync(), isGenerated: true),
];
var (latency, perCall, perMessage) = (NewTable(4), NewTable(4), NewTable(4));
for (var round = -WarmUps; round < Rounds; round++)
{
    for (var i = 0; i < callers.Length; i++)
    {
        var (times, allocated) = await callers[i].CallAsync(CallsPerRound);
        if (round >= 0)
        {
            latency[i].AddRange(times);
            perCall[i].Add(allocated / CallsPerRound);
        }

        if (round % RoundsPerStream == 0)
        {
            var streamed = await callers[i].StreamAsync(MessagesPerStream);
            if (round >= 0)
            {
                perMessage[i].Add(streamed);
            }
        }
    }
}

foreach (var caller in callers)
{
    await caller.DisposeAsync();
}

Console.WriteLine("| | bare | ASP.NET Core's JWT and rate limiter | full chain, token validated each time | full chain | full chain over bare |");
Console.WriteLine("|---|---|---|---|---|---|");
Compare("unary latency p50, µs", latency.Select(Median));
// How often something has to wait differs from round to round, and with it what it allocates: the mean evens that out.
Compare("allocated per unary call, B", perCall.Select(rounds => rounds.Average()));
Compare("allocated per streamed message (one in, one out), B", perMessage.Select(rounds => rounds.Average()));

var (cold, warm) = (NewTable(2), NewTable(2));
for (var i = 0; i < Starts; i++)
{
    cold[0].Add(await Startup.ColdAsync("hand"));
    cold[1].Add(await Startup.ColdAsync("generated"));
    warm[0].Add(await Startup.WarmAsync(Servers.StartHandWrittenAsync));
    warm[1].Add(await Startup.WarmAsync(Servers.StartFullAsync));
}

Console.WriteLine();
Console.WriteLine("| time to start, ms | registered by hand | generated | difference |");
Console.WriteLine("|---|---|---|---|");
Compare("new process", cold.Select(Median));
Compare("warm process", warm.Select(Median));

static List<double>[] NewTable(int columns) => [.. Enumerable.Range(0, columns).Select(_ => new List<double>())];

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

// The last column against the first.
static void Compare(string name, IEnumerable<double> columns)
{
    var values = columns.ToList();
    var cells = string.Join(" | ", values.Select(value => value.ToString("0.0", CultureInfo.InvariantCulture)));
    var (first, last) = (values[0], values[^1]);
    Console.WriteLine(FormattableString.Invariant($"| {name} | {cells} | {last - first:+0.0;-0.0} ({(last / first) - 1:+0.0%;-0.0%}) |"));
}
