using System.Net;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore.Tests.Telemetry;

// Every way in which a call can end, over a real connection: the caller, the meter and the log agree.
public class CallOutcomeTests
{
    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task Success_is_recorded_once(MethodType kind)
    {
        await using var host = await StartAsync();

        Assert.Equal(StatusCode.OK, (await host.Client.CallAsync(kind)).Code);

        await host.AssertRecordedOnceAsync(ProbeCalls.MethodName(kind), StatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_handler_that_throws_is_recorded_once(MethodType kind)
    {
        await using var host = await StartAsync();
        host.Script.Handler = _ => throw new InvalidOperationException("secret");

        Assert.Equal(StatusCode.Internal, (await host.Client.CallAsync(kind)).Code);

        await host.AssertRecordedOnceAsync(ProbeCalls.MethodName(kind), StatusCode.Internal);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_client_that_cancels_is_recorded_once(MethodType kind)
    {
        await using var host = await StartAsync();
        using var cancel = new CancellationTokenSource();
        host.Script.Handler = async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };

        Assert.Equal(StatusCode.Cancelled, (await host.Client.CallAsync(kind, options: new CallOptions(cancellationToken: cancel.Token))).Code);

        await host.AssertRecordedOnceAsync(ProbeCalls.MethodName(kind), StatusCode.Cancelled);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_deadline_that_passes_is_recorded_once(MethodType kind)
    {
        // The deadline of the server begins when the call arrives. The first call of a process takes long, and so does any on a
        // busy machine: the server sees one that is given up long before its own deadline as cancelled. Then it is made again.
        var late = TimeSpan.MaxValue;
        while (late > TimeSpan.FromMilliseconds(50))
        {
            await using var host = await StartAsync();
            await host.Client.CallAsync(kind);
            await host.AssertRecordedOnceAsync(ProbeCalls.MethodName(kind), StatusCode.OK);
            host.Durations.Clear();
            host.Logs.Clear();
            var deadline = DateTime.UtcNow.AddMilliseconds(300);
            host.Script.Handler = context =>
            {
                late = context.Deadline - deadline;
                return Task.Delay(Timeout.Infinite, context.CancellationToken);
            };

            var result = await host.Client.CallAsync(kind, options: new CallOptions(deadline: deadline));

            Assert.Equal(StatusCode.DeadlineExceeded, result.Code);
            if (late <= TimeSpan.FromMilliseconds(50))
            {
                await host.AssertRecordedOnceAsync(ProbeCalls.MethodName(kind), StatusCode.DeadlineExceeded);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_connection_that_breaks_in_the_middle_of_a_call_is_recorded_once(MethodType kind)
    {
        await using var host = await StartAsync();
        var handling = new TaskCompletionSource();
        host.Script.Handler = context =>
        {
            handling.TrySetResult();
            // Streams of requests wait for the next one.
            return kind is MethodType.Unary or MethodType.ServerStreaming ? Task.Delay(Timeout.Infinite, context.CancellationToken) : Task.CompletedTask;
        };
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(host.Address);
        await BeginAsync(new Probe.ProbeClient(channel), kind);

        await handling.Task;
        channel.Dispose();

        await host.AssertRecordedOnceAsync(ProbeCalls.MethodName(kind), StatusCode.Cancelled);
    }

    private static Task BeginAsync(Probe.ProbeClient client, MethodType kind)
    {
        switch (kind)
        {
            case MethodType.Unary:
                _ = client.UnaryAsync(new ProbeRequest());
                return Task.CompletedTask;
            case MethodType.ServerStreaming:
                _ = client.ServerStream(new ProbeRequest());
                return Task.CompletedTask;
            case MethodType.ClientStreaming:
                return client.ClientStream().RequestStream.WriteAsync(new ProbeRequest());
            default:
                return client.Duplex().RequestStream.WriteAsync(new ProbeRequest());
        }
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task An_oversized_message_is_recorded_once(MethodType kind)
    {
        await using var host = await StartAsync(services => services.AddGrpc(options => options.MaxReceiveMessageSize = 1000));

        Assert.Equal(StatusCode.ResourceExhausted, (await host.Client.CallAsync(kind, payload: 2000)).Code);

        await host.AssertRecordedOnceAsync(ProbeCalls.MethodName(kind), StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task An_unknown_service_is_recorded_once_under_one_name()
    {
        await using var host = await StartAsync();

        var error = await Assert.ThrowsAsync<RpcException>(async () => await new Unmapped.UnmappedClient(host.Channel).UnaryAsync(new ProbeRequest()));

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        await host.AssertRecordedOnceAsync(RpcTelemetry.OtherMethod, StatusCode.Unimplemented);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task Middleware_that_throws_ends_as_a_clean_INTERNAL(MethodType kind)
    {
        await using var host = await StartAsync(
            map: app =>
            {
                app.MapGrpcSdkServices();
                app.Use(_ => _ => throw new InvalidOperationException("Password=hunter2"));
            });

        var result = await host.Client.CallAsync(kind);

        Assert.Equal(StatusCode.Internal, result.Code);
        Assert.Equal("An internal error occurred.", result.Error!.Status.Detail);
        Assert.DoesNotContain(host.Logs.GetSnapshot(), record => (record.Message + record.Exception).Contains("hunter2", StringComparison.Ordinal));
        await host.AssertRecordedOnceAsync(ProbeCalls.MethodName(kind), StatusCode.Internal);
    }

    [Fact]
    public async Task Other_requests_pass_untouched()
    {
        await using var host = await StartAsync(map: app => app.MapGet("/", () => "hello"));
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        Assert.Equal("hello", await http.GetStringAsync(host.Address, TestContext.Current.CancellationToken));
        Assert.Empty(host.Durations.GetMeasurementSnapshot());
    }

    [Theory]
    [InlineData("abc-123", "abc-123")]
    [InlineData("bad id with spaces", null)]
    [InlineData("", null)]
    public async Task A_request_id_is_taken_or_made_and_returned(string offered, string? expected)
    {
        await using var host = await StartAsync();

        var result = await host.Client.CallAsync(MethodType.Unary, options: new CallOptions(new Metadata { { RpcTelemetry.RequestIdKey, offered } }));

        var id = result.Headers!.GetValue(RpcTelemetry.RequestIdKey);
        Assert.Equal(expected ?? id, id);
        Assert.True(RequestId.IsValid(id));
        await host.AssertRecordedOnceAsync("grpcsdk.probe.Probe/Unary", StatusCode.OK);
        Assert.Contains(host.Logs.GetSnapshot(), record => record.Message.Contains($"request {id}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unique_headers_are_not_put_into_a_table_unless_the_application_wants_that(bool isWanted)
    {
        await using var host = await StartAsync(services =>
        {
            services.AddGrpcSdk();
            if (isWanted)
            {
                services.Configure<KestrelServerOptions>(kestrel => kestrel.AllowResponseHeaderCompression = true);
            }
        });

        Assert.Equal(isWanted, host.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.AllowResponseHeaderCompression);
    }

    [Fact]
    public async Task A_request_id_that_is_too_long_is_replaced()
    {
        await using var host = await StartAsync();

        var result = await host.Client.CallAsync(
            MethodType.Unary, options: new CallOptions(new Metadata { { RpcTelemetry.RequestIdKey, new string('a', 129) } }));

        Assert.Equal(32, result.Headers!.GetValue(RpcTelemetry.RequestIdKey)!.Length);
    }

    [Fact]
    public async Task Huge_metadata_is_refused_without_reaching_the_service()
    {
        await using var host = await StartAsync();
        var handled = false;
        host.Script.Handler = _ =>
        {
            handled = true;
            return Task.CompletedTask;
        };

        var result = await host.Client.CallAsync(MethodType.Unary, options: new CallOptions(new Metadata { { "huge", new string('a', 64 * 1024) } }));

        Assert.NotEqual(StatusCode.OK, result.Code);
        Assert.False(handled);
        Assert.Equal(StatusCode.OK, (await host.Client.CallAsync(MethodType.Unary)).Code);
    }

    [Fact]
    public async Task Chosen_metadata_is_logged_and_secrets_are_redacted()
    {
        await using var host = await StartAsync(services => services.Configure<GrpcTelemetryOptions>(options =>
        {
            options.LoggedMetadata.Add("tenant");
            options.LoggedMetadata.Add("Authorization");
        }));

        await host.Client.CallAsync(MethodType.Unary, options: new CallOptions(new Metadata { { "tenant", "acme" }, { "authorization", "Bearer hunter2" } }));
        await host.AssertRecordedOnceAsync("grpcsdk.probe.Probe/Unary", StatusCode.OK);

        var record = Assert.Single(host.Logs.GetSnapshot(), record => record.Message.Contains("finished", StringComparison.Ordinal) && record.Category!.StartsWith("GrpcSdk", StringComparison.Ordinal));
        Assert.Contains("tenant=acme", record.Message, StringComparison.Ordinal);
        Assert.Contains("=[redacted]", record.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", record.Message, StringComparison.Ordinal);
    }

    // What stands around the service beside recovery; a derived class runs all of these tests with more.
    private protected virtual void AddChain(IServiceCollection services)
    {
    }

    private Task<ProbeHost> StartAsync(Action<IServiceCollection>? services = null, Action<WebApplication>? map = null) => ProbeHost.StartAsync(
        collection =>
        {
            AddChain(collection);
            services?.Invoke(collection);
        },
        map: map);
}
