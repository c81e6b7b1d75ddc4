using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.Client.Tests.Registration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace GrpcSdk.Client.Tests.Retry;

public class RetryTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)] // more than the 5 that a channel allows by itself
    public async Task A_call_is_tried_as_often_as_configured(int attempts)
    {
        var tries = 0;
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = _ => Interlocked.Increment(ref tries) < attempts
            ? throw new RpcException(new Status(StatusCode.Unavailable, "not yet"))
            : Task.CompletedTask;
        using var caller = new ClientHost(server.Address.ToString(), Settings(attempts));

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);

        Assert.Equal(attempts, tries);
        Assert.Single(caller.Durations.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task A_failure_that_is_not_listed_is_not_tried_again()
    {
        var tries = 0;
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = _ =>
        {
            Interlocked.Increment(ref tries);
            throw new RpcException(new Status(StatusCode.Aborted, "no"));
        };
        using var caller = new ClientHost(server.Address.ToString(), Settings(3));

        Assert.Equal(StatusCode.Aborted, (await caller.Client.CallAsync(MethodType.Unary)).Code);
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task Only_the_listed_methods_are_tried_again()
    {
        var tries = 0;
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = _ =>
        {
            Interlocked.Increment(ref tries);
            throw new RpcException(new Status(StatusCode.Unavailable, "no"));
        };
        using var caller = new ClientHost(server.Address.ToString(), new Dictionary<string, string>(Settings(3)) { ["Retry:Methods:0"] = "grpcsdk.probe.Probe/Duplex" });

        Assert.Equal(StatusCode.Unavailable, (await caller.Client.CallAsync(MethodType.Unary)).Code);
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_try_that_hangs_is_given_up_and_tried_again()
    {
        var tries = 0;
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = context => Interlocked.Increment(ref tries) == 1
            ? Task.Delay(Timeout.Infinite, context.CancellationToken)
            : Task.CompletedTask;
        using var caller = new ClientHost(
            server.Address.ToString(),
            new Dictionary<string, string>(Settings(20)) { ["PerTryTimeout"] = "00:00:01" });

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);
        // On a busy machine the second one may take too long, too.
        Assert.True(tries > 1, "It was not tried again.");
    }

    // Each of them is quiet for longer than a try may take: its first message takes that long, or its caller does.
    [Theory]
    [InlineData(MethodType.ServerStreaming)]
    [InlineData(MethodType.ClientStreaming)]
    [InlineData(MethodType.DuplexStreaming)]
    public async Task A_stream_that_is_quiet_for_longer_than_a_try_goes_on(MethodType kind)
    {
        var timers = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ProbeHost.StartAsync(app: app => app.Use(async (_, next) =>
        {
            reached.TrySetResult();
            await goOn.Task;
            await next();
        }));
        using var caller = new ClientHost(
            server.Address.ToString(),
            new Dictionary<string, string> { ["PerTryTimeout"] = "00:00:01" },
            services => services.AddSingleton<TimeProvider>(timers));

        var call = caller.Client.CallAsync(kind);
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        timers.Advance(TimeSpan.FromSeconds(2));
        goOn.SetResult();

        Assert.Equal(StatusCode.OK, (await call).Code);
    }

    [Theory]
    [InlineData("grpcsdk.probe.Probe/Unary")]
    [InlineData("/grpcsdk.probe.Probe/Unary")]
    [InlineData("grpcsdk.probe.Probe")]
    [InlineData("/grpcsdk.probe.Probe")]
    public async Task A_method_is_named_with_or_without_its_slash(string method)
    {
        var tries = 0;
        await using var server = await ProbeHost.StartAsync();
        server.Script.Handler = _ => Interlocked.Increment(ref tries) < 2 ? throw new RpcException(new Status(StatusCode.Unavailable, "not yet")) : Task.CompletedTask;
        using var caller = new ClientHost(server.Address.ToString(), new Dictionary<string, string>(Settings(3)) { ["Retry:Methods:0"] = method });

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(MethodType.Unary)).Code);
    }

    [Theory]
    [InlineData("grpcsdk.probe.Probe/Unari")]
    [InlineData("grpcsdk.probe.Prob")]
    [InlineData("Unary")]
    [InlineData("grpcsdk.probe.Ordered/Plain")]
    public void A_method_that_the_client_does_not_have_is_refused(string method)
    {
        var error = Refusal(new Dictionary<string, string>(Settings(3)) { ["Retry:Methods:0"] = method });

        Assert.Contains($"GrpcClients:Probe:Retry:Methods:0 is '{method}', which matches nothing", error, StringComparison.Ordinal);
        Assert.Contains("grpcsdk.probe.Probe with the methods Unary, ClientStream, ServerStream, Duplex", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("grpcsdk.probe.Probe/")]
    public void A_method_that_is_no_name_is_refused(string method) =>
        Assert.Contains("write package.Service/Method", Refusal(new Dictionary<string, string>(Settings(3)) { ["Retry:Methods:0"] = method }), StringComparison.Ordinal);

    [Theory]
    [InlineData("PerTryTimeout", "00:00:00", "must be longer than zero")]
    [InlineData("PerTryTimeout", "-00:00:01", "must be longer than zero")]
    [InlineData("PerTryTimeout", "00:00:06", "never reaches")]
    [InlineData("Deadline", "00:00:00", "must be longer than zero")]
    [InlineData("StreamDeadline", "-00:00:01", "must be longer than zero")]
    [InlineData("Retry:Methods:0", "grpcsdk.probe.Probe", "nothing is retried")]
    public void A_setting_that_would_do_nothing_or_harm_is_refused(string key, string value, string problem) =>
        Assert.Contains(problem, Refusal(new() { ["Deadline"] = "00:00:05", [key] = value }), StringComparison.Ordinal);

    [Fact]
    public void A_time_per_try_is_refused_for_a_service_of_streams()
    {
        var validator = new GrpcClientOptionsValidator("Log", StreamsOnly(), []);

        var result = validator.Validate("Log", new() { Address = "http://log", PerTryTimeout = TimeSpan.FromSeconds(1) });

        Assert.Contains("GrpcClients:Log:PerTryTimeout is for unary calls, and test.Log has streams only", Assert.Single(result.Failures!), StringComparison.Ordinal);
        Assert.True(validator.Validate("Log", new() { Address = "http://log" }).Succeeded);
    }

    [Theory]
    [InlineData("Retry:MaxAttempts", "21", "MaxAttempts")]
    [InlineData("Retry:MaxAttempts", "-1", "MaxAttempts")]
    [InlineData("Retry:InitialBackoff", "00:00:00", "InitialBackoff")]
    [InlineData("Retry:MaxBackoff", "00:00:00.001", "MaxBackoff")]
    [InlineData("Retry:BackoffMultiplier", "0", "BackoffMultiplier")]
    [InlineData("Retry:StatusCodes:0", "OK", "StatusCodes")]
    public void A_retry_setting_that_cannot_work_is_named(string key, string value, string named)
    {
        var error = Refusal(new Dictionary<string, string>(Settings(3)) { [key] = value });

        Assert.Contains($"GrpcClients:Probe:Retry:{named}", error, StringComparison.Ordinal);
    }

    private static string Refusal(Dictionary<string, string> settings)
    {
        using var caller = new ClientHost("http://localhost:1", settings);
        return Assert.Throws<OptionsValidationException>(() => caller.Client).Message;
    }

    private static ServiceDescriptor StreamsOnly()
    {
        var file = new FileDescriptorProto
        {
            Name = "log.proto",
            Package = "test",
            MessageType = { new DescriptorProto { Name = "Line" } },
            Service = { new ServiceDescriptorProto { Name = "Log", Method = { new MethodDescriptorProto { Name = "Tail", InputType = ".test.Line", OutputType = ".test.Line", ServerStreaming = true } } } },
        };
        return FileDescriptor.BuildFromByteStrings([file.ToByteString()])[0].Services[0];
    }

    private static Dictionary<string, string> Settings(int attempts) => new()
    {
        ["Retry:MaxAttempts"] = $"{attempts}",
        ["Retry:InitialBackoff"] = "00:00:00.005",
        ["Retry:MaxBackoff"] = "00:00:00.01",
    };
}
