using Grpc.Core;
using GrpcSdk.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Token authentication of clients.</summary>
public static class GrpcTokenExtensions
{
    /// <summary>
    /// Sends <c>authorization: Bearer …</c> with every call of a client. Tokens are cached and refreshed 30 seconds
    /// before they expire. gRPC sends credentials over TLS only; a call over an insecure channel fails instead of
    /// silently going without.
    /// </summary>
    /// <param name="builder">The client.</param>
    /// <param name="source">Makes the source of the tokens; called once.</param>
    /// <param name="allowInsecure">
    /// Whether tokens may also go over an unencrypted connection: for tests and for links that something else protects.
    /// </param>
    public static IHttpClientBuilder AddGrpcTokenSource(
        this IHttpClientBuilder builder,
        Func<IServiceProvider, IAccessTokenSource> source,
        bool allowInsecure = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        var key = $"GrpcSdk.Client:{builder.Name}";
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddKeyedSingleton(key, (provider, _) => new AccessTokenCache(source(provider), provider.GetRequiredService<TimeProvider>()));
        return builder
            .ConfigureChannel(channel => channel.UnsafeUseInsecureChannelCallCredentials = allowInsecure)
            .AddCallCredentials(async (context, metadata, provider) =>
            {
                var cache = provider.GetRequiredKeyedService<AccessTokenCache>(key);
                metadata.Add("authorization", $"Bearer {await cache.GetAsync(context.CancellationToken)}");
            });
    }
}
