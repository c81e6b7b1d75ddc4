using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GrpcSdk.Client.Tests.Registration;

public class ClientRegistrationTests
{
    public static TheoryData<MethodType, bool, bool> OwnTokens { get; } = new(
        from kind in Enum.GetValues<MethodType>()
        from tokens in new (bool HasOwn, bool CancelOwn)[] { (true, true), (true, false), (false, false) }
        select (kind, tokens.HasOwn, tokens.CancelOwn));

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task The_configured_address_is_called(MethodType kind)
    {
        await using var server = await ProbeHost.StartAsync();
        using var caller = new ClientHost(server.Address.ToString());

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(kind)).Code);
    }

    [Theory]
    [InlineData(null, "is not set; write a URI such as https://localhost:5001")]
    [InlineData(" ", "is not set; write a URI such as https://localhost:5001")]
    [InlineData("nonsense", "has no scheme; write https://nonsense, http://nonsense (without TLS) or dns:///nonsense")]
    [InlineData("localhost:5001", "has no scheme; write https://localhost:5001, http://localhost:5001 (without TLS) or dns:///localhost:5001")]
    [InlineData("127.0.0.1:5001", "has no scheme; write https://127.0.0.1:5001")]
    [InlineData("[::1]:5001", "has no scheme; write https://[::1]:5001")]
    [InlineData("/run/users.sock", "has no scheme")]
    [InlineData("https://", "is no URI")]
    [InlineData("htps://localhost:5001", "nothing resolves the scheme 'htps': there are http, https, dns, registry;")]
    public void An_address_that_cannot_work_is_refused_with_what_to_write(string? address, string problem)
    {
        using var caller = new ClientHost(address, services: services => services.AddGrpcPollingResolver("registry", (_, _) => throw new InvalidOperationException(), TimeSpan.FromDays(1)));

        var error = Assert.Throws<OptionsValidationException>(() => caller.Client);

        Assert.Contains("GrpcClients:Probe:Address", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task The_longest_timeouts_are_no_deadline(MethodType kind)
    {
        await using var server = await ProbeHost.StartAsync();
        var longest = TimeSpan.MaxValue.ToString();
        using var caller = new ClientHost(
            server.Address.ToString(), new Dictionary<string, string> { ["Deadline"] = longest, ["StreamDeadline"] = longest, ["PerTryTimeout"] = "10000000.00:00:00" });

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(kind)).Code);
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

    // With a token of the handler's own, with the token of the call, with none; and from either side.
    [Theory]
    [MemberData(nameof(OwnTokens))]
    public async Task A_call_made_inside_a_server_call_goes_with_it_and_with_its_own_token(MethodType kind, bool hasOwnToken, bool cancelOwn)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = context =>
        {
            reached.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        using var outer = new CancellationTokenSource();
        using var own = new CancellationTokenSource();
        using var caller = new ClientHost(
            server.Address.ToString(),
            services: services => services.AddSingleton<IGrpcParentCallAccessor>(new Parent(new GrpcParentCall(null, null, outer.Token))));

        var call = caller.Client.CallAsync(kind, options: new CallOptions(cancellationToken: hasOwnToken ? own.Token : default));
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        await (cancelOwn ? own : outer).CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await call.WaitAsync(TestContext.Current.CancellationToken)).Code);
    }

    private sealed class Parent(GrpcParentCall call) : IGrpcParentCallAccessor
    {
        public GrpcParentCall? Current => call;
    }
}
