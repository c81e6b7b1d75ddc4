namespace GrpcSdk.Client;

/// <summary>Where a client gets its tokens from, for example an identity provider.</summary>
public interface IAccessTokenSource
{
    /// <summary>Gets a new token. Called when there is none or the last one is about to expire, never twice at once.</summary>
    /// <param name="cancellationToken">Cancelled when nobody waits for the token any more.</param>
    ValueTask<AccessToken> GetTokenAsync(CancellationToken cancellationToken);
}
