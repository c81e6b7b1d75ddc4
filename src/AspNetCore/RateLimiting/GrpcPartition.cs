using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace GrpcSdk.AspNetCore;

/// <summary>Keys by which calls share a limit, for <c>RateLimitPartition</c>.</summary>
public static class GrpcPartition
{
    /// <summary>The authenticated user, by subject (<c>sub</c>) or name; anonymous callers by address.</summary>
    /// <param name="context">The call.</param>
    public static string User(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var remembered = (context.Features.Get<IHttpAuthenticationFeature>() as RememberedAuthentication)?.Partition;
        return remembered ?? KeyOf(context.User) ?? $"address:{context.Connection.RemoteIpAddress}";
    }

    /// <summary>The called method; all methods that the server does not know share one key.</summary>
    /// <param name="context">The call.</param>
    public static string Method(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return GrpcMethodName.Of(context);
    }

    /// <summary>The key of an authenticated user; <see langword="null"/> for one without a name.</summary>
    internal static string? KeyOf(ClaimsPrincipal user)
    {
        var id = user.Identity is { IsAuthenticated: true } identity
            ? user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.FindFirstValue("sub") ?? identity.Name
            : null;
        return id is null ? null : $"user:{id}";
    }

    /// <summary>The tenant, by a claim of the authenticated user; callers without that claim share one key.</summary>
    /// <param name="context">The call.</param>
    /// <param name="claimType">The claim. Request metadata would do too, but the caller chooses its value.</param>
    public static string Tenant(HttpContext context, string claimType)
    {
        ArgumentNullException.ThrowIfNull(context);
        return $"tenant:{context.User.FindFirstValue(claimType)}";
    }
}
