// Three servers in one process over loopback, measured in turns so that noise of the machine hits all alike: a bare
// service, the same behind ASP.NET Core's own JWT authentication and rate limiter, and the full chain.
// Latency at p50, bytes allocated per call and per streamed message, time to start.
using System.Diagnostics;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.AspNetCore;
using GrpcSdk.Bench.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

const int Rounds = 20;
const int CallsPerRound = 1_000;
const int MessagesPerRound = 2_000;
var key = new SymmetricSecurityKey("a key of the benchmark that is long enough"u8.ToArray());
Func<Task<WebApplication>>[] servers = [StartBareAsync, StartStockAsync, StartChainedAsync];
var starts = NewTable();
for (var i = 0; i < 10; i++)
{
    for (var server = 0; server < servers.Length; server++)
    {
        starts[server].Add(await TimeToStartAsync(servers[server]));
    }
}

var apps = new List<WebApplication>();
var unary = new List<Func<Task>>();
var streams = new List<Func<int, Task>>();
var request = new EchoRequest { Text = "hello" };
// Every caller sends the same token, so that the difference is what the server does with it.
var options = new CallOptions(new Metadata { { "authorization", $"Bearer {Token()}" } }, DateTime.UtcNow.AddHours(1));
foreach (var start in servers)
{
    var app = await start();
    apps.Add(app);
    var channel = GrpcChannel.ForAddress(app.Urls.Single());
    if (start == StartChainedAsync)
    {
        var client = new Chained.ChainedClient(channel);
        unary.Add(async () => await client.UnaryAsync(request, options));
        streams.Add(count => StreamAsync(client.Duplex(options), request, count));
    }
    else
    {
        var client = new Bare.BareClient(channel);
        unary.Add(async () => await client.UnaryAsync(request, options));
        streams.Add(count => StreamAsync(client.Duplex(options), request, count));
    }
}

var (latency, allocation, perMessage) = (NewTable(), NewTable(), NewTable());
for (var round = -3; round < Rounds; round++)
{
    for (var server = 0; server < servers.Length; server++)
    {
        var (p50, allocated) = await MeasureAsync(unary[server]);
        var messages = await AllocatedAsync(() => streams[server](MessagesPerRound)) / MessagesPerRound;
        if (round < 0)
        {
            continue; // warming up
        }

        latency[server].Add(p50);
        allocation[server].Add(allocated);
        perMessage[server].Add(messages);
    }
}

foreach (var app in apps)
{
    await app.DisposeAsync();
}

Console.WriteLine("| | bare | ASP.NET Core's JWT and rate limiter | full chain | full chain over bare | of which GrpcSdk |");
Console.WriteLine("|---|---|---|---|---|---|");
Row("unary latency p50, µs", latency);
Row("allocated per unary call, B", allocation);
Row("allocated per streamed message (one in, one out), B", perMessage);
Row("time to start, ms", starts);

static List<double>[] NewTable() => [[], [], []];

static void Row(string name, List<double>[] table)
{
    var (bare, stock, full) = (Median(table[0]), Median(table[1]), Median(table[2]));
    Console.WriteLine(FormattableString.Invariant(
        $"| {name} | {bare:0.0} | {stock:0.0} | {full:0.0} | {full - bare:+0.0;-0.0} ({(full / bare) - 1:+0.0%;-0.0%}) | {full - stock:+0.0;-0.0} ({(full / stock) - 1:+0.0%;-0.0%}) |"));
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

static async Task<(double P50, double Allocated)> MeasureAsync(Func<Task> call)
{
    var times = new List<double>(CallsPerRound);
    var allocated = await AllocatedAsync(async () =>
    {
        for (var i = 0; i < CallsPerRound; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await call();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
        }
    });
    return (Median(times), allocated / CallsPerRound);
}

// Client and server share the process; the client does the same for both, so the difference is the server's.
static async Task<double> AllocatedAsync(Func<Task> work)
{
    var before = GC.GetTotalAllocatedBytes(precise: true);
    await work();
    return GC.GetTotalAllocatedBytes(precise: true) - before;
}

static async Task StreamAsync(AsyncDuplexStreamingCall<EchoRequest, EchoReply> opened, EchoRequest request, int count)
{
    using var call = opened;
    for (var i = 0; i < count; i++)
    {
        await call.RequestStream.WriteAsync(request);
        await call.ResponseStream.MoveNext(CancellationToken.None);
    }

    await call.RequestStream.CompleteAsync();
    await call.ResponseStream.MoveNext(CancellationToken.None);
}

static async Task<double> TimeToStartAsync(Func<Task<WebApplication>> start)
{
    var begun = Stopwatch.GetTimestamp();
    await using var app = await start();
    return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
}

static WebApplicationBuilder Builder()
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
    return builder;
}

static async Task<WebApplication> StartBareAsync()
{
    var builder = Builder();
    builder.Services.AddGrpc();
    var app = builder.Build();
    app.MapGrpcService<BareApi>();
    await app.StartAsync();
    return app;
}

async Task<WebApplication> StartStockAsync()
{
    var builder = Builder();
    builder.Services.AddGrpc();
    AddAuthentication(builder.Services);
    builder.Services.AddRateLimiter(Limit);
    var app = builder.Build();
    app.UseAuthentication();
    app.UseAuthorization();
    app.UseRateLimiter();
    app.MapGrpcService<BareApi>().RequireAuthorization();
    await app.StartAsync();
    return app;
}

async Task<WebApplication> StartChainedAsync()
{
    var builder = Builder();
    builder.Services.AddGrpcSdkServices();
    AddAuthentication(builder.Services);
    builder.Services.AddGrpcRateLimiter(Limit);
    builder.Services.AddGrpcValidator<EchoRequest>((message, violations) => violations.Require(message.Text.Length > 0, "text", "must not be empty"));
    builder.Services.Configure<GrpcDeadlineOptions>(deadlines => deadlines.Default = TimeSpan.FromHours(2));
    var app = builder.Build();
    app.UseGrpcSdk();
    app.MapGrpcSdkServices();
    await app.StartAsync();
    return app;
}

void AddAuthentication(IServiceCollection services)
{
    services.AddAuthentication("Bearer").AddJwtBearer(jwt => jwt.TokenValidationParameters = new TokenValidationParameters
    {
        ValidIssuer = "bench",
        ValidAudience = "bench",
        IssuerSigningKey = key,
    });
    services.AddAuthorization();
}

static void Limit(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limits) =>
    limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetFixedWindowLimiter(GrpcPartition.User(context), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = int.MaxValue,
            Window = TimeSpan.FromHours(1),
        }));

string Token() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
{
    Issuer = "bench",
    Audience = "bench",
    Expires = DateTime.UtcNow.AddHours(2),
    Subject = new ClaimsIdentity([new Claim("sub", "ada")]),
    SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
});
