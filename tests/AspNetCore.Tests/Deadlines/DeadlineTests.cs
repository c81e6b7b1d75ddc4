using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore.Tests.Deadlines;

public class DeadlineTests
{
    [Theory]
    [InlineData("5S", 5_000)]
    [InlineData("250m", 250)]
    [InlineData("2M", 120_000)]
    [InlineData("1H", 3_600_000)]
    [InlineData("5000u", 5)]
    [InlineData("99999999H", 359_999_996_400_000)]
    public void A_timeout_header_is_read(string header, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GrpcTimeout.Parse(header));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("5")]
    [InlineData("5X")]
    [InlineData("123456789S")]
    public void A_malformed_timeout_header_counts_as_none(string? header) => Assert.Null(GrpcTimeout.Parse(header));

    [Theory]
    [InlineData(1, "1m")]
    [InlineData(99_999_999, "99999999m")]
    [InlineData(100_000_000, "100000S")]
    public void A_timeout_header_is_written_in_eight_digits(long milliseconds, string header) =>
        Assert.Equal(header, GrpcTimeout.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_call_without_deadline_gets_the_default(MethodType kind)
    {
        await using var host = await ProbeHost.StartAsync(services => services.Configure<GrpcDeadlineOptions>(options =>
            options.Default = options.DefaultForStreams = TimeSpan.FromMilliseconds(200)));
        host.Script.Handler = context => Task.Delay(Timeout.Infinite, context.CancellationToken);

        Assert.Equal(StatusCode.DeadlineExceeded, (await host.Client.CallAsync(kind)).Code);
        await host.AssertRecordedOnceAsync(ProbeCalls.MethodName(kind), StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_stream_without_deadline_stays_without_one()
    {
        await using var host = await ProbeHost.StartAsync(services => services.Configure<GrpcDeadlineOptions>(options =>
            options.Default = TimeSpan.FromMilliseconds(200)));
        var deadline = default(DateTime);
        host.Script.Handler = context =>
        {
            deadline = context.Deadline;
            return Task.CompletedTask;
        };

        await host.Client.CallAsync(MethodType.ServerStreaming);

        Assert.Equal(DateTime.MaxValue, deadline);
    }

    [Fact]
    public async Task A_deadline_beyond_the_maximum_is_shortened()
    {
        await using var host = await ProbeHost.StartAsync(services => services.Configure<GrpcDeadlineOptions>(options =>
            options.Maximum = TimeSpan.FromMinutes(10)));
        var remaining = TimeSpan.Zero;
        host.Script.Handler = context =>
        {
            remaining = context.Deadline - DateTime.UtcNow;
            return Task.CompletedTask;
        };

        await host.Client.CallAsync(MethodType.Unary, options: new CallOptions(deadline: DateTime.UtcNow.AddHours(1)));
        Assert.InRange(remaining, TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(10));

        await host.Client.CallAsync(MethodType.Unary, options: new CallOptions(deadline: DateTime.UtcNow.AddMinutes(5)));
        Assert.InRange(remaining, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Calls_to_other_servers_inherit_the_deadline_less_the_reserve()
    {
        await using var host = await ProbeHost.StartAsync();
        GrpcParentCall? parent = null;
        var deadline = default(DateTime);
        host.Script.Handler = context =>
        {
            parent = host.Services.GetRequiredService<IGrpcParentCallAccessor>().Current;
            deadline = context.Deadline;
            return Task.CompletedTask;
        };

        await host.Client.CallAsync(MethodType.Unary, options: new CallOptions(
            deadline: DateTime.UtcNow.AddMinutes(5), headers: new Metadata { { RpcTelemetry.RequestIdKey, "r-1" } }));

        Assert.Equal(deadline - TimeSpan.FromMilliseconds(50), parent!.Value.Deadline);
        Assert.Equal("r-1", parent.Value.RequestId);
        Assert.Null(host.Services.GetRequiredService<IGrpcParentCallAccessor>().Current);
    }
}
