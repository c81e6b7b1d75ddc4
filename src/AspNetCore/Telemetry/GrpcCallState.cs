using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>What the middleware knows of one running call: one object instead of several entries of <c>HttpContext.Items</c>.</summary>
internal sealed class GrpcCallState
{
    private static readonly AsyncLocal<GrpcCallState?> Running = new();

    private volatile HttpContext? _context;

    private GrpcCallState(HttpContext context, string requestId)
    {
        _context = context;
        RequestId = requestId;
    }

    /// <summary>The call that the current code runs for; <see langword="null"/> outside of calls and after their end.</summary>
    internal static GrpcCallState? Current => Running.Value is { _context: not null } state ? state : null;

    /// <summary>The id that joins what several processes log about one request.</summary>
    internal string RequestId { get; }

    /// <summary>The request; <see langword="null"/> after its end, when the server uses the object for another one.</summary>
    internal HttpContext? Context => _context;

    /// <summary>Begins a call. What runs in its course sees it as <see cref="Current"/>, also after an <c>await</c>.</summary>
    internal static GrpcCallState Begin(HttpContext context)
    {
        // Not a feature of the request: every new feature makes the request find all its features again.
        var state = new GrpcCallState(context, AspNetCore.RequestId.Establish(context));
        Running.Value = state;
        return state;
    }

    /// <summary>The call is over: work that it left behind must not touch the request any more.</summary>
    internal void End() => _context = null;
}
