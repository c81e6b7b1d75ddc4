using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Remembers for a short time which tokens were accepted, so that a caller who makes many calls with one token does not
/// have its signature checked on each of them. Refused tokens are never remembered.
/// </summary>
public sealed class GrpcTokenCache : IDisposable
{
    private readonly MemoryCache _entries;
    private readonly GrpcTokenCacheOptions _options;
    private readonly TimeProvider _time;
    private IDisposable? _changes;

    internal GrpcTokenCache(string scheme, IOptions<GrpcTokenCacheOptions> options, TimeProvider time)
    {
        Scheme = scheme;
        _options = options.Value;
        _time = time;
        _entries = new MemoryCache(new MemoryCacheOptions { SizeLimit = Math.Max(0, _options.Capacity) });
    }

    /// <summary>The authentication scheme whose tokens are remembered.</summary>
    public string Scheme { get; }

    /// <summary>Forgets all tokens, for example after one was revoked: each is validated again at its next call.</summary>
    public void Clear() => _entries.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        _changes?.Dispose();
        _entries.Dispose();
    }

    /// <summary>Lets something that decides about tokens clear the cache when it changes.</summary>
    internal void ForgetWhen(Func<Action, IDisposable?> subscribe) => _changes = subscribe(Clear);

    /// <summary>Authenticates a call whose token was accepted before.</summary>
    /// <returns>Whether it was; otherwise the call is as it was.</returns>
    internal bool TryAuthenticate(HttpContext context)
    {
        if (!GrpcProtocol.IsGrpc(context)
            || context.Request.Headers.Authorization is not [{ } token]
            || !_entries.TryGetValue(token, out Entry? entry)
            || _time.GetUtcNow() >= entry!.Until)
        {
            return false;
        }

        var user = entry.CreateUser();
        var remembered = new RememberedAuthentication(user, AuthenticateResult.Success(new AuthenticationTicket(user, entry.Properties, Scheme)));
        context.Features.Set<IHttpAuthenticationFeature>(remembered);
        context.Features.Set<IAuthenticateResultFeature>(remembered);
        return true;
    }

    /// <summary>Remembers the token of a call that was just authenticated.</summary>
    internal void Remember(HttpContext context)
    {
        if (GrpcProtocol.IsGrpc(context)
            && context.Request.Headers.Authorization is [{ } token]
            && context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true, Ticket: { } ticket }
            && ticket.AuthenticationScheme == Scheme
            && UntilOf(ticket) is { } until)
        {
            _entries.Set(token, new Entry(ticket, until), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = _options.MaxAge });
        }
    }

    private DateTimeOffset? UntilOf(AuthenticationTicket ticket)
    {
        var now = _time.GetUtcNow();
        var until = now + _options.MaxAge;
        until = ticket.Properties.ExpiresUtc < until ? ticket.Properties.ExpiresUtc.Value : until;
        return until > now ? until : null;
    }

    // The identities are copies: what the first call does with its own must not come back to later ones.
    private sealed class Entry(AuthenticationTicket ticket, DateTimeOffset until)
    {
        private readonly ClaimsIdentity[] _identities = [.. ticket.Principal.Identities.Select(identity => identity.Clone())];

        public DateTimeOffset Until { get; } = until;

        public AuthenticationProperties Properties { get; } = ticket.Properties.Clone();

        public ClaimsPrincipal CreateUser()
        {
            var user = new ClaimsPrincipal();
            foreach (var identity in _identities)
            {
                user.AddIdentity(new SharedIdentity(identity));
            }

            return user;
        }
    }
}
