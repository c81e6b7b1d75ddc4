using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace GrpcSdk.AspNetCore;

/// <summary>What one accepted token says of its owner, for the calls that come with it again.</summary>
internal sealed class RememberedToken
{
    // Copies: what a call does with its own identities must not come back to other ones.
    private readonly ClaimsIdentity[] _identities;
    private readonly AuthenticationProperties _properties;
    private readonly string _scheme;

    private RememberedToken(AuthenticationTicket ticket, DateTimeOffset until)
    {
        _identities = [.. ticket.Principal.Identities.Select(static identity => identity.Clone())];
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

    /// <summary>Remembers a token, if every call can get the same as the first one.</summary>
    /// <returns>
    /// <see langword="null"/> when a part is of a type of its own that a copy would lose: the principal, or a class of
    /// identities, claims or properties that does not copy itself as what it is.
    /// </returns>
    internal static RememberedToken? TryCreate(AuthenticationTicket ticket, DateTimeOffset until) =>
        ticket.GetType() == typeof(AuthenticationTicket)
        && ticket.Principal.GetType() == typeof(ClaimsPrincipal)
        && ticket.Properties.GetType() == typeof(AuthenticationProperties)
        && ticket.Principal.Identities.All(static identity => IsSame(identity, identity.Clone()))
            ? new RememberedToken(ticket, until)
            : null;

    /// <summary>A user of one call's own.</summary>
    internal ClaimsPrincipal CreateUser() => new(_identities.Select(static identity => identity.Clone()));

    /// <summary>The result of authentication for a user of <see cref="CreateUser"/>.</summary>
    internal AuthenticateResult ResultFor(ClaimsPrincipal user) =>
        AuthenticateResult.Success(new AuthenticationTicket(user, _properties.Clone(), _scheme));

    // The base classes copy all that they know, a derived class only if it says so.
    private static bool IsSame(ClaimsIdentity identity, ClaimsIdentity copy) =>
        identity.GetType() == copy.GetType()
        && identity.Claims.Select(static claim => claim.GetType()).SequenceEqual(copy.Claims.Select(static claim => claim.GetType()))
        && (identity.Actor is null ? copy.Actor is null : copy.Actor is not null && IsSame(identity.Actor, copy.Actor));
}
