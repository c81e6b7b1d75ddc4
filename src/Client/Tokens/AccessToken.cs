namespace GrpcSdk.Client;

/// <summary>A token that authenticates calls.</summary>
/// <param name="Value">The token itself, without <c>Bearer</c>.</param>
/// <param name="ExpiresOn">When it stops being valid.</param>
public readonly record struct AccessToken(string Value, DateTimeOffset ExpiresOn)
{
    /// <summary>When the token expires, never the token: it must not come into a log by accident.</summary>
    public override string ToString() => $"token until {ExpiresOn:O}";
}
