using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.Client.Tests.Registration;

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
        using var caller = new ClientHost(server.Address.ToString(), new Dictionary<string, string>(Settings(3)) { ["Retry:Methods:0"] = "grpcsdk.probe.Probe/Other" });

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

    [Theory]
    [InlineData("Retry:MaxAttempts", "21", "MaxAttempts")]
    [InlineData("Retry:InitialBackoff", "00:00:00", "InitialBackoff")]
    [InlineData("Retry:MaxBackoff", "00:00:00.001", "MaxBackoff")]
    [InlineData("Retry:BackoffMultiplier", "0", "BackoffMultiplier")]
    [InlineData("Retry:StatusCodes:0", "OK", "StatusCodes")]
    public void A_retry_setting_that_cannot_work_is_named(string key, string value, string named)
    {
        using var caller = new ClientHost("http://localhost:1", new Dictionary<string, string>(Settings(3)) { [key] = value });

        var error = Assert.Throws<InvalidOperationException>(() => caller.Client);

        Assert.Contains($"GrpcClients:Probe:Retry:{named}", error.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Settings(int attempts) => new()
    {
        ["Retry:MaxAttempts"] = $"{attempts}",
        ["Retry:InitialBackoff"] = "00:00:00.005",
        ["Retry:MaxBackoff"] = "00:00:00.01",
    };
}
