using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Authentication;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;

namespace GrpcSdk.AspNetCore.Tests.Telemetry;

// Plants secrets wherever a call may carry one, with the whole chain and every log level on, and looks for them in all
// that leaves the handler: logs with their scopes, statuses, headers and trailers, tags of measurements and of spans.
public class SecretsTests
{
    private const string Planted = "s3cr3t";

    // Made here, because another test finds keys in the repository.
    private static readonly string Pem = PemEncoding.WriteString("PRIVATE KEY", Encoding.UTF8.GetBytes("nobody's key"));

    private static readonly Func<Exception>[] Faults =
    [
        () => new InvalidOperationException($"Server=db;User Id=sa;Password={Planted}-connection", new IOException($"{Planted}-inner"))
        {
            Data = { ["token"] = $"{Planted}-data" },
        },
        () => new AggregateException($"{Planted}-outer", new CryptographicException(Pem)),
        () => new DownstreamRpcException("other.Service/Method", new RpcException(
            new Status(StatusCode.PermissionDenied, $"{Planted}-downstream", new IOException($"{Planted}-debug")),
            new Metadata { { "x-other", $"{Planted}-trailer" } })),
        () => new TimeoutException($"{Planted}-mapped"),
        () => new OperationCanceledException($"{Planted}-cancelled"),
    ];

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task No_secret_leaves_the_handler(MethodType kind)
    {
        var seen = new ConcurrentQueue<string>();
        using var spans = ListenToSpans(seen);
        using var measurements = ListenToMeasurements(seen);
        var tokens = new List<string>();
        await using (var host = await StartAsync())
        {
            tokens.Add(host.Token());
            tokens.Add(host.Token(audience: "somebody else"));
            tokens.Add(host.Token(expires: DateTime.UtcNow.AddHours(-1)));
            foreach (var fault in Faults)
            {
                host.Server.Script.Handler = _ => throw fault();
                Note(seen, await CallAsync(host, kind, tokens[0]), StatusCode.OK, isExpected: false);
            }

            host.Server.Script.Handler = _ => Task.CompletedTask;
            Note(seen, await CallAsync(host, kind, tokens[0]), StatusCode.OK);
            Note(seen, await CallAsync(host, kind, tokens[0], text: "the validator throws"), StatusCode.Internal);
            Note(seen, await CallAsync(host, kind, tokens[0], text: "is refused"), StatusCode.InvalidArgument);
            Note(seen, await CallAsync(host, kind, tokens[1]), StatusCode.Unauthenticated);
            Note(seen, await CallAsync(host, kind, tokens[2]), StatusCode.Unauthenticated);
            Note(seen, await CallAsync(host, kind, $"{Planted}-malformed"), StatusCode.Unauthenticated);
            await FinishedAsync(host.Server, Faults.Length + 6);
            foreach (var record in host.Server.Logs.GetSnapshot())
            {
                seen.Enqueue(Text(record));
            }
        }

        // The haystack has what it should have, else finding no needle means nothing.
        Assert.Contains(seen, text => text.Contains("System.Security.Cryptography.CryptographicException", StringComparison.Ordinal));
        Assert.Contains(seen, text => text.Contains("tenant=acme", StringComparison.Ordinal));
        Assert.Contains(seen, text => text.Contains("\"text\": \"hello\"", StringComparison.Ordinal));
        Assert.Contains(seen, text => text.StartsWith("span ", StringComparison.Ordinal) && text.Contains("rpc.method=grpcsdk.probe.Probe/", StringComparison.Ordinal));
        Assert.Contains(seen, text => text.StartsWith("measurement ", StringComparison.Ordinal) && text.Contains("rpc.response.status_code=INTERNAL", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, text => text.Contains(Planted, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(seen, text => text.Contains("PRIVATE KEY", StringComparison.Ordinal) || text.Contains(Pem.Split('\n')[1], StringComparison.Ordinal));
        foreach (var token in tokens)
        {
            Assert.DoesNotContain(seen, text => text.Contains(token, StringComparison.Ordinal));
        }
    }

    private static Task<TokenHost> StartAsync() => TokenHost.StartAsync(services: services => services
        .AddGrpcRateLimiter(limits => limits.GlobalLimiter = Limiter())
        .AddGrpcDrain()
        .Configure<GrpcTelemetryOptions>(telemetry =>
        {
            telemetry.LoggedMetadata.Add("tenant");
            telemetry.LoggedMetadata.Add("authorization");
            telemetry.LoggedMetadata.Add("cookie");
            telemetry.LoggedMetadata.Add("key-bin");
        })
        .Configure<GrpcMessageLimitOptions>(limits => limits.Limiter = Limiter())
        .AddGrpcValidator<ProbeRequest>((message, violations) =>
        {
            violations.Require(message.Text != "is refused", "text", "must not be refused");
            if (message.Text == "the validator throws")
            {
                throw new ArgumentException($"{Planted}-validator: {message.Secret}");
            }
        })
        .AddGrpcSdkInterceptor<MessageLimitInterceptor>()
        .AddGrpcSdkInterceptor<ValidationInterceptor>()
        .AddGrpcSdkInterceptor<PayloadLogInterceptor>());

    private static PartitionedRateLimiter<HttpContext> Limiter() => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetConcurrencyLimiter(GrpcPartition.User(context), _ => new ConcurrencyLimiterOptions { PermitLimit = 1_000 }));

    private static Task<CallResult> CallAsync(TokenHost host, MethodType kind, string token, string text = "hello") => host.Server.Client.CallAsync(
        kind,
        [new ProbeRequest { Text = text, Secret = $"{Planted}-payload" }],
        new CallOptions(new Metadata
        {
            { "authorization", $"Bearer {token}" },
            { "cookie", $"session={Planted}-cookie" },
            { "x-api-key", $"{Planted}-metadata" },
            { "key-bin", Encoding.UTF8.GetBytes($"{Planted}-binary") },
            { "tenant", "acme" },
        }));

    private static void Note(ConcurrentQueue<string> seen, CallResult result, StatusCode code, bool isExpected = true)
    {
        Assert.Equal(isExpected, result.Code == code);
        seen.Enqueue(result.Error?.ToString() ?? "");
        foreach (var entry in (result.Headers ?? []).Concat(result.Error?.Trailers ?? []))
        {
            seen.Enqueue($"{entry.Key}={(entry.IsBinary ? Encoding.UTF8.GetString(entry.ValueBytes) : entry.Value)}");
        }
    }

    // The server records a call after its caller has heard of the end.
    private static async Task FinishedAsync(ProbeHost host, int calls)
    {
        while (host.Logs.GetSnapshot().Count(record => record.Id.Id == 2 && record.Category == "GrpcSdk.AspNetCore.GrpcTelemetryMiddleware") < calls)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static string Text(FakeLogRecord record) => string.Join(
        '\n',
        [record.Message, record.Exception?.ToString(), .. (record.StructuredState ?? []).Select(Pair), .. record.Scopes.Select(scope => scope is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => Pair(new(pair.Key, pair.Value?.ToString())))) : scope?.ToString())]);

    private static string Pair(KeyValuePair<string, string?> pair) => $"{pair.Key}={pair.Value}";

    private static ActivityListener ListenToSpans(ConcurrentQueue<string> seen)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => seen.Enqueue("span " + string.Join(
                '\n',
                [
                    span.DisplayName,
                    span.StatusDescription,
                    .. span.TagObjects.Concat(span.Events.SelectMany(item => item.Tags)).Select(tag => $"{tag.Key}={tag.Value}"),
                    .. span.Baggage.Select(Pair),
                ])),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener ListenToMeasurements(ConcurrentQueue<string> seen)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name.StartsWith("GrpcSdk", StringComparison.Ordinal) || instrument.Meter.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Enqueue(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Enqueue(instrument, tags));
        listener.Start();
        return listener;

        void Enqueue(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen.Enqueue($"measurement {instrument.Name} " + string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")));
    }
}
