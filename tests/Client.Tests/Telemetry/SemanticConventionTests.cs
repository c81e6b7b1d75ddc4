using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using GrpcSdk.Client.Tests.Registration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Status = Grpc.Core.Status;
using StatusCode = Grpc.Core.StatusCode;

namespace GrpcSdk.Client.Tests.Telemetry;

// What we write on spans and measurements, against what OpenTelemetry's own instrumentation writes for the same call.
public class SemanticConventionTests
{
    public static TheoryData<MethodType, StatusCode> Calls { get; } = new MatrixTheoryData<MethodType, StatusCode>(
        [MethodType.Unary, MethodType.DuplexStreaming],
        [StatusCode.OK, StatusCode.NotFound, StatusCode.Internal, StatusCode.Unavailable]);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_server_span_says_what_OpenTelemetry_would_say(MethodType kind, StatusCode code)
    {
        await using var bare = await StartBareAsync(code);
        var expected = await ServerSpanAsync(new Uri(bare.Urls.Single()), kind, byOpenTelemetry: true);

        await using var ours = await ProbeHost.StartAsync();
        ours.Script.Handler = Ending(code);
        var actual = await ServerSpanAsync(ours.Address, kind, byOpenTelemetry: false);

        Assert.Equal(3, Conventional(expected).Keys.Count(key => key.StartsWith("rpc.", StringComparison.Ordinal)));
        Assert.Equal(Conventional(expected), Conventional(actual));
        Assert.Equal(expected.Status, actual.Status);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Measurements_of_client_and_server_have_the_attributes_of_OpenTelemetry_s_client_span(MethodType kind, StatusCode code)
    {
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = Ending(code);
        using var caller = new ClientHost(server.Address.ToString());
        var spans = new Spans();
        using var provider = Sdk.CreateTracerProviderBuilder().AddGrpcClientInstrumentation().AddProcessor(spans).Build();
        using var root = Root();

        Assert.Equal(code, (await caller.Client.CallAsync(kind)).Code);

        var expected = Conventional(await spans.FirstAsync(root, ActivityKind.Client));
        var client = Assert.Single(caller.Durations.GetMeasurementSnapshot());
        Assert.Equal(expected, Conventional(client.Tags));
        await server.Durations.WaitForMeasurementsAsync(1, TimeSpan.FromMinutes(2));
        var measured = Assert.Single(server.Durations.GetMeasurementSnapshot());
        Assert.Equal(WithoutError(expected), WithoutError(Conventional(measured.Tags)));
    }

    // Which statuses are errors differs between a client, for which all are, and a server.
    private static Dictionary<string, object?> WithoutError(Dictionary<string, object?> tags) =>
        tags.Where(tag => tag.Key != RpcTelemetry.ErrorType).ToDictionary();

    private static async Task<Activity> ServerSpanAsync(Uri address, MethodType kind, bool byOpenTelemetry)
    {
        var spans = new Spans();
        var switches = new Dictionary<string, string?>
        {
            ["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION"] = byOpenTelemetry ? "true" : "false",
        };
        using var provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(switches).Build()))
            .AddAspNetCoreInstrumentation()
            .AddProcessor(spans)
            .Build();
        using var root = Root();
        using var channel = GrpcChannel.ForAddress(address);

        await new Probe.ProbeClient(channel).CallAsync(kind);

        return await spans.FirstAsync(root, ActivityKind.Server);
    }

    // Other tests of this process make calls at the same time: theirs have other traces.
    private static Activity Root() => new Activity("test") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start();

    private static Func<ServerCallContext, Task> Ending(StatusCode code) => _ =>
        code == StatusCode.OK ? Task.CompletedTask : throw new RpcException(new Status(code, "as asked"));

    private static Dictionary<string, object?> Conventional(Activity span) => Conventional(span.TagObjects);

    private static Dictionary<string, object?> Conventional(IEnumerable<KeyValuePair<string, object?>> tags) => tags
        .Where(tag => tag.Key.StartsWith("rpc.", StringComparison.Ordinal) || tag.Key == RpcTelemetry.ErrorType)
        .ToDictionary();

    private static async Task<WebApplication> StartBareAsync(StatusCode code)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new ProbeScript { Handler = Ending(code) });
        builder.Services.AddGrpc();
        var app = builder.Build();
#pragma warning disable GSDK4012 // This server is not the one that the generated registration is for.
        app.MapGrpcService<ProbeApi>();
#pragma warning restore GSDK4012
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly SemaphoreSlim _more = new(0);

        public override void OnEnd(Activity data)
        {
            _ended.Enqueue(data);
            _more.Release();
        }

        public async Task<Activity> FirstAsync(Activity root, ActivityKind kind)
        {
            while (true)
            {
                if (_ended.FirstOrDefault(span => span.TraceId == root.TraceId && span.Kind == kind) is { } found)
                {
                    return found;
                }

                Assert.True(await _more.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken), "No span came.");
            }
        }

        protected override void Dispose(bool disposing)
        {
            _more.Dispose();
            base.Dispose(disposing);
        }
    }
}
