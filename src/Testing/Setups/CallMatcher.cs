// Which calls a setup or a verification is for, with the words of the test for messages.
using Google.Protobuf;

namespace GrpcSdk.Testing;

/// <summary>A condition on calls; conditions of chained <c>When</c>s hold together.</summary>
internal sealed class CallMatcher<TRequest, TResponse>(Func<RpcCall<TRequest, TResponse>, bool> matches, string text, TRequest? expected = null)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    /// <summary>The condition in words: <c>When(r =&gt; r.Id == 7)</c>.</summary>
    public string Text { get; } = text;

    /// <summary>The request that calls must equal, when the condition is just that: what a nearest miss is compared with.</summary>
    public TRequest? Expected { get; } = expected;

    public bool Matches(RpcCall<TRequest, TResponse> call) => matches(call);

    public static CallMatcher<TRequest, TResponse> ByRequest(Func<TRequest, bool> predicate, string? text)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new(call => predicate(call.Request), $"When({text})");
    }

    public static CallMatcher<TRequest, TResponse> ByCall(Func<RpcCall<TRequest, TResponse>, bool> predicate, string? text)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new(predicate, $"WhenCall({text})");
    }

    public static CallMatcher<TRequest, TResponse> Equal(TRequest expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var snapshot = expected.Clone();
        return new(call => snapshot.Equals(call.Request), $"When({CallText.Of(snapshot)})", snapshot);
    }

    public static CallMatcher<TRequest, TResponse> Both(CallMatcher<TRequest, TResponse>? first, CallMatcher<TRequest, TResponse> second) =>
        first is null ? second : new(call => first.Matches(call) && second.Matches(call), $"{first.Text}.{second.Text}", second.Expected ?? first.Expected);
}
