// Call credentials give headers. The real transport reads them below the client, so the mock does too.
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>Reads the headers of call credentials.</summary>
internal static class CredentialHeaders
{
    /// <summary>Runs the credentials' interceptors as the transport does, one after the other.</summary>
    public static async Task<Metadata> ReadAsync(CallCredentials credentials, IMethod method, CancellationToken cancellationToken)
    {
        var context = new AuthInterceptorContext($"https://localhost/{method.ServiceName}", method.Name, cancellationToken);
        var headers = new Metadata();
        foreach (var interceptor in Flatten(credentials))
        {
            await interceptor(context, headers).ConfigureAwait(false);
        }

        return headers;
    }

    private static IEnumerable<AsyncAuthInterceptor> Flatten(CallCredentials credentials)
    {
        var parts = new Parts();
        credentials.InternalPopulateConfiguration(parts, null);
        return parts.Interceptor is { } interceptor ? [interceptor] : parts.Composed.SelectMany(Flatten);
    }

    private sealed class Parts : CallCredentialsConfiguratorBase
    {
        public AsyncAuthInterceptor? Interceptor { get; private set; }

        public IReadOnlyList<CallCredentials> Composed { get; private set; } = [];

        public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) => Interceptor = interceptor;

        public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials) => Composed = credentials;
    }
}
