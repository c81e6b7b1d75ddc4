using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace GrpcSdk.AspNetCore;

/// <summary>Keys by which calls share a limit, for <c>RateLimitPartition</c>.</summary>
public static class GrpcPartition
{
    // What one customer is given: RFC 6177, and privacy extensions (RFC 8981) change the rest every day.
    private const int NetworkBytes = 8;

    /// <summary>
    /// The authenticated user, by subject (<c>sub</c>) or name together with who issued it: two issuers may call two people the
    /// same. Anonymous callers by <see cref="Address"/>.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is <see langword="null"/>.</exception>
    public static string User(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var remembered = (context.Features.Get<IHttpAuthenticationFeature>() as RememberedAuthentication)?.Partition;
        return remembered ?? KeyOf(context.User) ?? Address(context);
    }

    /// <summary>
    /// The caller's address; of IPv6 its /64, because one caller has all addresses of that. Behind a proxy it is the proxy's,
    /// unless the application uses forwarded headers.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is <see langword="null"/>.</exception>
    public static string Address(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Connection.RemoteIpAddress switch
        {
            { IsIPv4MappedToIPv6: true } mapped => $"address:{mapped.MapToIPv4()}",
            { AddressFamily: AddressFamily.InterNetworkV6 } address => $"address:{NetworkOf(address)}/64",
            var address => $"address:{address}",
        };
    }

    /// <summary>The called method; all methods that the server does not know share one key.</summary>
    /// <param name="context">The call.</param>
    public static string Method(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return GrpcMethodName.Of(context);
    }

    /// <summary>The tenant, by a claim of the authenticated user and who issued it; callers without that claim share one key.</summary>
    /// <param name="context">The call.</param>
    /// <param name="claimType">The claim. Request metadata would do too, but the caller chooses its value.</param>
    public static string Tenant(HttpContext context, string claimType)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.User.FindFirst(claimType) is { } claim ? KeyOf("tenant", claim) : "tenant:";
    }

    /// <summary>The key of an authenticated user; <see langword="null"/> for one without a name.</summary>
    internal static string? KeyOf(ClaimsPrincipal user)
    {
        var claim = user.Identity is ClaimsIdentity { IsAuthenticated: true } identity
            ? user.FindFirst(ClaimTypes.NameIdentifier) ?? user.FindFirst("sub") ?? identity.FindFirst(identity.NameClaimType)
            : null;
        return claim is null ? null : KeyOf("user", claim);
    }

    // The length keeps an issuer that ends like another one's user apart from it.
    private static string KeyOf(string kind, Claim claim) => $"{kind}:{claim.Issuer.Length}:{claim.Issuer}:{claim.Value}";

    private static IPAddress NetworkOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
