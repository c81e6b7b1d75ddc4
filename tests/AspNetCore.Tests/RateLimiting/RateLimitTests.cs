using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace GrpcSdk.AspNetCore.Tests.RateLimiting;

public class RateLimitTests
{
    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task A_call_over_the_limit_is_RESOURCE_EXHAUSTED_and_says_when_to_come_back(MethodType kind)
    {
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpcRateLimiter(options =>
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                RateLimitPartition.GetFixedWindowLimiter(GrpcPartition.Method(context), _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = 1,
                    Window = TimeSpan.FromHours(1),
                }))));

        Assert.Equal(StatusCode.OK, (await host.Client.CallAsync(kind)).Code);
        var refused = await host.Client.CallAsync(kind);

        Assert.Equal(StatusCode.ResourceExhausted, refused.Code);
        Assert.InRange(refused.Error!.GetRetryDelay()!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        Assert.Equal("RATE_LIMIT_EXCEEDED", refused.Error!.GetErrorInfo()?.Reason);
        Assert.NotNull(refused.Error!.Trailers.Get("grpc-retry-pushback-ms"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_call_that_an_inner_limit_refuses_takes_one_permit_of_the_outer_one(int queue)
    {
        var outer = new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions { PermitLimit = 100, Window = TimeSpan.FromHours(1), AutoReplenishment = false });
        var inner = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = queue });
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpcRateLimiter(options =>
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, int>(_ => RateLimitPartition.Get(0, _ => outer)),
                PartitionedRateLimiter.Create<HttpContext, int>(_ => RateLimitPartition.Get(0, _ => inner)))));
        using var stream = host.Client.Duplex();
        await stream.RequestStream.WriteAsync(new ProbeRequest());
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(99, outer.GetStatistics()!.CurrentAvailablePermits);

        if (queue == 0)
        {
            Assert.Equal(StatusCode.ResourceExhausted, (await host.Client.CallAsync(MethodType.Unary)).Code);
        }
        else
        {
            var waiting = host.Client.CallAsync(MethodType.Unary);
            await stream.RequestStream.CompleteAsync();
            Assert.Equal(StatusCode.OK, (await waiting).Code);
        }

        Assert.Equal(98, outer.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public async Task A_caller_that_leaves_the_queue_is_no_fault_of_the_server()
    {
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpcRateLimiter(options =>
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, int>(_ => RateLimitPartition.GetConcurrencyLimiter(0, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 5 }))));
        using var stream = host.Client.Duplex();
        await stream.RequestStream.WriteAsync(new ProbeRequest());
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        using var leaves = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        Assert.Equal(StatusCode.Cancelled, (await host.Client.CallAsync(MethodType.Unary, options: new CallOptions(cancellationToken: leaves.Token))).Code);
        await host.Durations.WaitForMeasurementsAsync(1, TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(host.Logs.GetSnapshot(), record => record.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task Refused_tokens_count_for_the_limit_by_address()
    {
        var limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetFixedWindowLimiter(GrpcPartition.Address(context), _ => new FixedWindowRateLimiterOptions { PermitLimit = 5, Window = TimeSpan.FromHours(1), AutoReplenishment = false }));
        await using var host = await Authentication.TokenHost.StartAsync(services: services => services.AddGrpcAddressLimiter(limiter));
        var codes = new List<StatusCode>();

        for (var i = 0; i < 30; i++)
        {
            codes.Add((await host.CallAsync(host.Token(audience: "somebody else"))).Code);
        }

        Assert.Equal([.. Enumerable.Repeat(StatusCode.Unauthenticated, 5), .. Enumerable.Repeat(StatusCode.ResourceExhausted, 25)], codes);
        Assert.Equal(5, host.Validations);
    }

    [Theory]
    [InlineData("192.0.2.7", "address:192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "address:192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::9", "address:2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "address:2001:db8:1:3::/64")]
    [InlineData("fe80::1%3", "address:fe80::/64")]
    public void An_IPv6_caller_is_its_network(string address, string key)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = System.Net.IPAddress.Parse(address) } };

        Assert.Equal(key, GrpcPartition.Address(context));
        Assert.Equal(key, GrpcPartition.User(context));
    }

    [Fact]
    public void Users_and_tenants_of_two_issuers_are_not_the_same()
    {
        static HttpContext Of(string issuer, string sub) => new DefaultHttpContext
        {
            User = new(new System.Security.Claims.ClaimsIdentity([new("sub", sub, null, issuer), new("tenant", sub, null, issuer)], "Bearer")),
        };

        Assert.Equal(GrpcPartition.User(Of("https://a", "7")), GrpcPartition.User(Of("https://a", "7")));
        Assert.NotEqual(GrpcPartition.User(Of("https://a", "7")), GrpcPartition.User(Of("https://b", "7")));
        Assert.NotEqual(GrpcPartition.User(Of("a:b", "c")), GrpcPartition.User(Of("a", "b:c")));
        Assert.NotEqual(GrpcPartition.Tenant(Of("https://a", "7"), "tenant"), GrpcPartition.Tenant(Of("https://b", "7"), "tenant"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_holds_its_lease_until_it_ends(bool isMeasured)
    {
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpcRateLimiter(options =>
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                RateLimitPartition.GetConcurrencyLimiter(GrpcPartition.User(context), _ => new ConcurrencyLimiterOptions { PermitLimit = 1 }))));
        using var leases = isMeasured ? Leases(host) : null;
        using var stream = host.Client.Duplex();
        await stream.RequestStream.WriteAsync(new ProbeRequest());
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.ResourceExhausted, (await host.Client.CallAsync(MethodType.Unary)).Code);

        await stream.RequestStream.CompleteAsync();
        Assert.False(await stream.ResponseStream.MoveNext(CancellationToken.None));
        await host.Durations.WaitForMeasurementsAsync(2, TimeSpan.FromMinutes(2));
        Assert.Equal(StatusCode.OK, (await host.Client.CallAsync(MethodType.Unary)).Code);
    }

    [Fact]
    public async Task ASP_NET_Cores_own_meter_counts_every_lease()
    {
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpcRateLimiter(options => options.GlobalLimiter = Unlimited()));
        using var leases = Leases(host);

        // A lease is given back a moment after the answer.
        Assert.Equal(StatusCode.OK, (await host.Client.CallAsync(MethodType.Unary)).Code);
        await leases.WaitForMeasurementsAsync(2, TimeSpan.FromMinutes(2));
        Assert.Equal(StatusCode.OK, (await host.Client.CallAsync(MethodType.Unary)).Code);
        await leases.WaitForMeasurementsAsync(4, TimeSpan.FromMinutes(2));

        Assert.Equal([1, -1, 1, -1], leases.GetMeasurementSnapshot().Select(measurement => measurement.Value));
    }

    [Fact]
    public async Task A_policy_of_a_method_holds_beside_the_global_limit()
    {
        await using var host = await ProbeHost.StartAsync(
            services => services.AddGrpcRateLimiter(options =>
            {
                options.GlobalLimiter = Unlimited();
                options.AddPolicy("once", _ => RateLimitPartition.GetFixedWindowLimiter("all", _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromHours(1) }));
            }),
            map: app => app.MapGrpcSdkServices().RequireRateLimiting("once"));

        Assert.Equal(StatusCode.OK, (await host.Client.CallAsync(MethodType.Unary)).Code);
        Assert.Equal(StatusCode.ResourceExhausted, (await host.Client.CallAsync(MethodType.Unary)).Code);
    }

    [Theory]
    [InlineData(MethodType.ClientStreaming)]
    [InlineData(MethodType.DuplexStreaming)]
    public async Task Messages_in_a_stream_are_limited_by_their_cost(MethodType kind)
    {
        await using var host = await LimitedAsync();

        Assert.Equal(StatusCode.OK, (await host.Client.CallAsync(kind, requests: 2)).Code);
        var refused = await host.Client.CallAsync(kind, requests: 2);

        Assert.Equal(StatusCode.ResourceExhausted, refused.Code);
        Assert.NotNull(refused.Error!.GetRetryDelay());
    }

    [Fact]
    public async Task Unary_messages_count_too()
    {
        await using var host = await LimitedAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(StatusCode.OK, (await host.Client.CallAsync(MethodType.Unary)).Code);
        }

        Assert.Equal(StatusCode.ResourceExhausted, (await host.Client.CallAsync(MethodType.Unary)).Code);
    }

    private static MetricCollector<long> Leases(ProbeHost host) => new(
        host.Services.GetRequiredService<IMeterFactory>(), "Microsoft.AspNetCore.RateLimiting", "aspnetcore.rate_limiting.active_request_leases");

    private static PartitionedRateLimiter<HttpContext> Unlimited() =>
        PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetNoLimiter("all"));

    private static Task<ProbeHost> LimitedAsync() => ProbeHost.StartAsync(services =>
    {
        services.AddGrpcSdkInterceptor<MessageLimitInterceptor>();
        services.Configure<GrpcMessageLimitOptions>(options =>
        {
            options.Limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                RateLimitPartition.GetTokenBucketLimiter(GrpcPartition.User(context), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = 30,
                    TokensPerPeriod = 30,
                    ReplenishmentPeriod = TimeSpan.FromHours(1),
                }));
            options.Cost = _ => 10;
        });
    });
}
