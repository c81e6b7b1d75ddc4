using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Remembers for a short time which tokens were accepted, so that a caller who makes many calls with one token does not
/// have its signature checked on each of them. Refused tokens are never remembered, nor those whose identity cannot be
/// given whole to each call.
/// </summary>
public sealed class GrpcTokenCache : IDisposable
{
    private readonly ConcurrentDictionary<string, RememberedToken> _entries = new(TokenComparer.Instance);
    private readonly GrpcTokenCacheOptions _options;
    private readonly TimeProvider _time;
    private readonly object _growth = new();
    private readonly ILogger<GrpcTokenCache> _logger;
    private int _count;
    private int _hasWarned;
    private DateTimeOffset _nextSweep;
    private IDisposable? _changes;

    internal GrpcTokenCache(string scheme, IOptions<GrpcTokenCacheOptions> options, TimeProvider time, ILogger<GrpcTokenCache> logger)
    {
        _logger = logger;
        Scheme = scheme;
        _options = options.Value;
        _time = time;
        _nextSweep = time.GetUtcNow() + _options.MaxAge;
    }

    /// <summary>The authentication scheme whose tokens are remembered.</summary>
    public string Scheme { get; }

    /// <summary>Forgets all tokens, for example after one was revoked: each is validated again at its next call.</summary>
    public void Clear()
    {
        lock (_growth)
        {
            _entries.Clear();
            _count = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changes?.Dispose();

    /// <summary>Lets something that decides about tokens clear the cache when it changes.</summary>
    internal void ForgetWhen(Func<Action, IDisposable?> subscribe) => _changes = subscribe(Clear);

    /// <summary>Authenticates a call whose token was accepted before.</summary>
    /// <returns>What is remembered; otherwise <see langword="null"/>, and the call is as it was.</returns>
    internal RememberedToken? TryAuthenticate(HttpContext context)
    {
        if (!GrpcProtocol.IsGrpc(context)
            || context.Request.Headers.Authorization is not [{ } header]
            || !_entries.TryGetValue(header, out var token)
            || _time.GetUtcNow() >= token.Until)
        {
            return null;
        }

        var remembered = new RememberedAuthentication(token);
        context.Features.Set<IHttpAuthenticationFeature>(remembered);
        context.Features.Set<IAuthenticateResultFeature>(remembered);
        return token;
    }

    /// <summary>Remembers the token of a call that was just authenticated.</summary>
    internal void Remember(HttpContext context)
    {
        if (GrpcProtocol.IsGrpc(context)
            && context.Request.Headers.Authorization is [{ } header]
            && context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true, Ticket: { } ticket }
            && ticket.AuthenticationScheme == Scheme)
        {
            var now = _time.GetUtcNow();
            var until = now + _options.MaxAge;
            until = ticket.Properties.ExpiresUtc < until ? ticket.Properties.ExpiresUtc.Value : until;
            if (until <= now)
            {
                return;
            }

            if (RememberedToken.TryCreate(ticket, until) is { } token)
            {
                Add(header, token, now);
            }
            else if (Interlocked.Exchange(ref _hasWarned, 1) == 0)
            {
                GrpcTokenCacheExtensions.Off(_logger, Scheme, "the principal, or one of its identities or claims, is of a type of its own that a copy would lose");
            }
        }
    }

    // Seldom: once for each token and MaxAge.
    private void Add(string header, RememberedToken token, DateTimeOffset now)
    {
        lock (_growth)
        {
            if (now >= _nextSweep)
            {
                Sweep(now);
            }

            if (_entries.ContainsKey(header))
            {
                _entries[header] = token;
            }
            else if (_count < _options.Capacity)
            {
                _entries[header] = token;
                _count++;
            }
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        _nextSweep = now + _options.MaxAge;
        foreach (var (header, token) in _entries)
        {
            if (now >= token.Until && _entries.TryRemove(header, out _))
            {
                _count--;
            }
        }
    }

    /// <summary>
    /// Hashes the end of a header only: a token ends with its signature, and only tokens that were accepted are kept, so
    /// that nobody can fill the table with equal hashes. Equality looks at all of it.
    /// </summary>
    private sealed class TokenComparer : IEqualityComparer<string>
    {
        private const int Hashed = 16;

        internal static readonly TokenComparer Instance = new();

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public int GetHashCode(string header) =>
            string.GetHashCode(header.AsSpan(Math.Max(0, header.Length - Hashed)), StringComparison.Ordinal);
    }
}
