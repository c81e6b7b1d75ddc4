using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.Client.Tests.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GrpcSdk.Client.Tests.Tokens;

public class TokenTests
{
    [Theory]
    [MemberData(nameof(ProbeCalls.AllKinds), MemberType = typeof(ProbeCalls))]
    public async Task Every_kind_of_call_carries_the_token(MethodType kind)
    {
        await using var server = await ProbeHost.StartAsync();
        string? seen = null;
        server.Script.Handler = context =>
        {
            seen = context.RequestHeaders.GetValue("authorization");
            return Task.CompletedTask;
        };
        var source = new Source(TimeProvider.System);
        using var caller = new ClientHost(server.Address.ToString(), configure: (_, client) => client.AddGrpcTokenSource(_ => source, allowInsecure: true));

        Assert.Equal(StatusCode.OK, (await caller.Client.CallAsync(kind)).Code);
        Assert.Equal("Bearer token-1", seen);
        Assert.DoesNotContain(caller.Logs.GetSnapshot(), record => record.Message.Contains("token-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_is_reused_until_shortly_before_it_expires()
    {
        var time = new FakeTimeProvider();
        var source = new Source(time);
        using var cache = new AccessTokenCache(source, time);

        Assert.Equal("token-1", await cache.GetAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromSeconds(3569));
        Assert.Equal("token-1", await cache.GetAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("token-2", await cache.GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Calls_that_come_together_share_one_refresh()
    {
        var source = new Source(TimeProvider.System);
        using var cache = new AccessTokenCache(source, TimeProvider.System);

        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cache.GetAsync(CancellationToken.None).AsTask()));

        Assert.All(tokens, token => Assert.Equal("token-1", token));
    }

    [Fact]
    public async Task A_token_is_not_sent_over_an_insecure_channel()
    {
        await using var server = await ProbeHost.StartAsync();
        using var caller = new ClientHost(server.Address.ToString(), configure: (_, client) => client.AddGrpcTokenSource(_ => new Source(TimeProvider.System)));

        await Assert.ThrowsAnyAsync<Exception>(() => caller.Client.CallAsync(MethodType.Unary));
    }

    private sealed class Source(TimeProvider time) : IAccessTokenSource
    {
        private int _issued;

        public async ValueTask<AccessToken> GetTokenAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            return new AccessToken($"token-{Interlocked.Increment(ref _issued)}", time.GetUtcNow().AddHours(1));
        }
    }
}
