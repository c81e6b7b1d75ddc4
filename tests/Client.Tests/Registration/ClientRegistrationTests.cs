using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.Client.Tests.Registration;

public class ClientRegistrationTests
{
    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task The_configured_address_is_called(MethodType kind)
    {
        await using var server = await ProbeHost.StartAsync();
        using var caller = new ClientHost(server.Address.ToString());

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(kind)).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public void A_missing_address_names_the_setting(string? address)
    {
        using var caller = new ClientHost(address);

        var error = Assert.Throws<InvalidOperationException>(() => caller.Client);

        Assert.Contains("GrpcClients:Probe:Address", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MethodType.Unary, "outer+ outer> inner+ inner> inner< inner- outer< outer-")]
    [InlineData(MethodType.ClientStreaming, "outer+ inner+ outer> inner> inner< inner- outer< outer-")]
    [InlineData(MethodType.ServerStreaming, "outer+ outer> inner+ inner> inner< outer< inner- outer-")]
    [InlineData(MethodType.DuplexStreaming, "outer+ inner+ outer> inner> inner< outer< inner- outer-")]
    public async Task Interceptors_nest_in_declared_order(MethodType kind, string expected)
    {
        await using var server = await ProbeHost.StartAsync();
        server.Script.Replies = 1;
        using var caller = new ClientHost(server.Address.ToString());

        await caller.Client.CallAsync(kind, requests: 1);

        Assert.Equal(expected, string.Join(' ', caller.Trace));
    }

    [Fact]
    public async Task A_blocking_call_is_intercepted_too()
    {
        await using var server = await ProbeHost.StartAsync();
        using var caller = new ClientHost(server.Address.ToString());

        caller.Client.Unary(new ProbeRequest());

        Assert.Equal("outer+ outer> inner+ inner> inner< inner- outer< outer-", string.Join(' ', caller.Trace));
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_failure_is_marked_as_downstream_and_ends_each_interceptor_once(MethodType kind)
    {
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = _ => throw new RpcError(StatusCode.NotFound, "no").SetErrorInfo("GONE", "test").ToException();
        using var caller = new ClientHost(server.Address.ToString());

        var result = await caller.Client.CallAsync(kind);

        var error = Assert.IsType<DownstreamRpcException>(result.Error);
        Assert.Equal(ProbeCalls.MethodName(kind), error.CalledMethod);
        Assert.Equal("GONE", error.GetErrorInfo()?.Reason);
        Assert.Single(caller.Trace, "outer!");
        Assert.Single(caller.Trace, "inner!");
    }

    [Fact]
    public async Task A_stream_that_is_disposed_early_ends_as_cancelled()
    {
        await using var server = await ProbeHost.StartAsync();
        using var caller = new ClientHost(server.Address.ToString());

        var call = caller.Client.Duplex();
        call.Dispose();
        call.Dispose();

        Assert.Single(caller.Trace, "outer!");
        Assert.Equal("CANCELLED", Assert.Single(caller.Durations.GetMeasurementSnapshot()).Tags[RpcTelemetry.StatusCode]);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task The_meter_sees_one_call(MethodType kind)
    {
        await using var server = await ProbeHost.StartAsync();
        using var caller = new ClientHost(server.Address.ToString());

        await caller.Client.CallAsync(kind);

        var measured = Assert.Single(caller.Durations.GetMeasurementSnapshot());
        Assert.Equal(ProbeCalls.MethodName(kind), measured.Tags[RpcTelemetry.Method]);
        Assert.Equal("OK", measured.Tags[RpcTelemetry.StatusCode]);
    }

    [Fact]
    public async Task A_default_deadline_holds()
    {
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = context => Task.Delay(Timeout.Infinite, context.CancellationToken);
        using var caller = new ClientHost(server.Address.ToString(), new Dictionary<string, string> { ["Deadline"] = "00:00:00.3" });

        Assert.Equal(StatusCode.DeadlineExceeded, (await caller.Client.CallAsync(MethodType.Unary)).Code);
    }

    [Fact]
    public async Task A_call_made_inside_a_server_call_inherits_deadline_request_id_and_cancellation()
    {
        await using var server = await ProbeHost.StartAsync();
        var deadline = DateTime.UtcNow.AddSeconds(20);
        (DateTime Deadline, string? RequestId) seen = default;
        server.Script.Handler = context =>
        {
            seen = (context.Deadline, context.RequestHeaders.GetValue(RpcTelemetry.RequestIdKey));
            return Task.CompletedTask;
        };
        using var caller = new ClientHost(
            server.Address.ToString(),
            new Dictionary<string, string> { ["Deadline"] = "00:01:00" },
            services => services.AddSingleton<IGrpcParentCallAccessor>(new Parent(new GrpcParentCall(deadline, "r-7", CancellationToken.None))));

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);

        Assert.InRange(seen.Deadline, deadline.AddSeconds(-5), deadline.AddSeconds(1));
        Assert.Equal("r-7", seen.RequestId);
    }

    private sealed class Parent(GrpcParentCall call) : IGrpcParentCallAccessor
    {
        public GrpcParentCall? Current => call;
    }
}
