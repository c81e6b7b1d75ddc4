// Which calls a setup or a verification is for, with the words of the test for messages.
using Google.Protobuf;

namespace GrpcSdk.Testing;

/// <summary>
/// A condition on calls; conditions of chained <c>When</c>s hold together. Its text is only put together for a message:
/// making one is part of every setup.
/// </summary>
internal sealed class CallMatcher<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly CallMatcher<TRequest, TResponse>? _outer;
    private readonly Func<TRequest, bool>? _byRequest;
    private readonly Func<RpcCall<TRequest, TResponse>, bool>? _byCall;
    private readonly TRequest? _expected;
    private readonly string? _expression;

    /// <summary>A condition on the request.</summary>
    public CallMatcher(CallMatcher<TRequest, TResponse>? outer, Func<TRequest, bool> predicate, string? expression)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        (_outer, _byRequest, _expression) = (outer, predicate, expression);
    }

    /// <summary>A condition on the call.</summary>
    public CallMatcher(CallMatcher<TRequest, TResponse>? outer, Func<RpcCall<TRequest, TResponse>, bool> predicate, string? expression)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        (_outer, _byCall, _expression) = (outer, predicate, expression);
    }

    /// <summary>Exactly this request.</summary>
    public CallMatcher(CallMatcher<TRequest, TResponse>? outer, TRequest expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        (_outer, _expected) = (outer, expected.Clone());
    }

    /// <summary>The condition in words: <c>When(r =&gt; r.Id == 7)</c>.</summary>
    public string Text
    {
        get
        {
            var own = _expected is not null ? $"When({CallText.Of(_expected)})" : $"{(_byRequest is not null ? "When" : "WhenCall")}({_expression})";
            return _outer is null ? own : $"{_outer.Text}.{own}";
        }
    }

    /// <summary>The request that calls must equal, if there is such a condition: what a nearest miss is compared with.</summary>
    public TRequest? Expected => _expected ?? _outer?.Expected;

    public bool Matches(RpcCall<TRequest, TResponse> call) =>
        (_outer is null || _outer.Matches(call)) && (_byRequest is not null ? _byRequest(call.Single!) : MatchesOtherwise(call));

    // By far the most conditions are on the request: what these do not need is not compiled for them.
    private bool MatchesOtherwise(RpcCall<TRequest, TResponse> call) => _byCall is not null ? _byCall(call) : _expected!.Equals(call.Request);
}
