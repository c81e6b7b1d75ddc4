namespace GrpcSdk.AspNetCore;

/// <summary>How long and how many accepted tokens are remembered.</summary>
public sealed class GrpcTokenCacheOptions
{
    /// <summary>
    /// How long a token is accepted without being validated again, and so the longest time for which a token outlives a
    /// key that was withdrawn. Never beyond the token's own expiry. Default 1 minute.
    /// </summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many tokens are remembered; those over it are validated on every call. Default 10,000.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>
    /// Whether tokens are remembered although the scheme has events, such as <c>OnTokenValidated</c>: these then run only
    /// when a token is validated, not on each call. Default <see langword="false"/>.
    /// </summary>
    public bool AllowEvents { get; set; }
}
