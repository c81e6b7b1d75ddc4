using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace GrpcSdk.AspNetCore;

/// <summary>What one accepted token says of its owner, for the calls that come with it again.</summary>
internal sealed class RememberedToken
{
    // Copies: what the first call does with its own identities must not come back to later ones.
    private readonly ClaimsIdentity[] _identities;
    private readonly AuthenticationProperties _properties;
    private readonly string _scheme;

    internal RememberedToken(AuthenticationTicket ticket, DateTimeOffset until)
    {
        _identities = [.. ticket.Principal.Identities.Select(identity => identity.Clone())];
        _properties = ticket.Properties.Clone();
        _scheme = ticket.AuthenticationScheme;
        Until = until;
        IsAuthenticated = _identities.Any(static identity => identity.IsAuthenticated);
        Partition = GrpcPartition.KeyOf(new ClaimsPrincipal(_identities));
    }

    /// <summary>When the token has to be validated again.</summary>
    internal DateTimeOffset Until { get; }

    /// <summary>Whether the token makes its bearer an authenticated caller.</summary>
    internal bool IsAuthenticated { get; }

    /// <summary>The owner's key for <see cref="GrpcPartition.User"/>; <see langword="null"/> when the token names nobody.</summary>
    internal string? Partition { get; }

    /// <summary>A user of one call's own.</summary>
    internal ClaimsPrincipal CreateUser()
    {
        var user = new ClaimsPrincipal();
        foreach (var identity in _identities)
        {
            user.AddIdentity(new SharedIdentity(identity));
        }

        return user;
    }

    /// <summary>The result of authentication for a user of <see cref="CreateUser"/>.</summary>
    internal AuthenticateResult ResultFor(ClaimsPrincipal user) => AuthenticateResult.Success(new AuthenticationTicket(user, _properties, _scheme));
}
