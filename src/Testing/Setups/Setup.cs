// A setup: which calls, and what they get. Setups are a linked stack; the newest that matches wins.
using Google.Protobuf;

namespace GrpcSdk.Testing;

/// <summary>What a call gets: an outcome that is known now, or a server's method that works it out.</summary>
internal readonly record struct Answer<TRequest, TResponse>(RpcOutcome<TResponse>? Outcome, Func<ServerSide<TRequest, TResponse>, Task>? Handler)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    /// <summary>No answer: an older setup has its turn.</summary>
    public static readonly Answer<TRequest, TResponse> Pass;

    public bool IsPass => Outcome is null && Handler is null;
}

/// <summary>One setup of an RPC.</summary>
/// <param name="matcher">Which calls it is for; null for all.</param>
/// <param name="text">The setup as the test wrote it, for messages.</param>
internal abstract class Setup<TRequest, TResponse>(CallMatcher<TRequest, TResponse>? matcher, string text)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public Setup<TRequest, TResponse>? Older { get; set; }

    public CallMatcher<TRequest, TResponse>? Matcher { get; } = matcher;

    public bool IsUsed { get; set; }

    /// <summary>The setup in words: <c>When(r =&gt; r.Id == 7).Returns(…)</c>.</summary>
    public string Text => Matcher is null ? text : $"{Matcher.Text}.{text}";

    /// <summary>Answers a call that matches, or passes.</summary>
    public abstract Answer<TRequest, TResponse> Answer(RpcCall<TRequest, TResponse> call);
}

/// <summary>The same outcome for every call.</summary>
internal sealed class OutcomeSetup<TRequest, TResponse>(CallMatcher<TRequest, TResponse>? matcher, string text, RpcOutcome<TResponse> outcome)
    : Setup<TRequest, TResponse>(matcher, text)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public override Answer<TRequest, TResponse> Answer(RpcCall<TRequest, TResponse> call) => new(outcome, null);
}

/// <summary>One outcome after the other; the last one stays.</summary>
internal sealed class SequenceSetup<TRequest, TResponse>(CallMatcher<TRequest, TResponse>? matcher, string text, RpcOutcome<TResponse>[] outcomes)
    : Setup<TRequest, TResponse>(matcher, text)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private int _calls;

    public override Answer<TRequest, TResponse> Answer(RpcCall<TRequest, TResponse> call)
    {
        // Saturates, so that no number of calls wraps around.
        var index = _calls < outcomes.Length ? Interlocked.Increment(ref _calls) - 1 : outcomes.Length - 1;
        return new(outcomes[Math.Min(index, outcomes.Length - 1)], null);
    }
}

/// <summary>An outcome that is computed from the call, while the client makes it.</summary>
internal sealed class FunctionSetup<TRequest, TResponse>(CallMatcher<TRequest, TResponse>? matcher, string text, Func<RpcCall<TRequest, TResponse>, TResponse> reply)
    : Setup<TRequest, TResponse>(matcher, text)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public override Answer<TRequest, TResponse> Answer(RpcCall<TRequest, TResponse> call)
    {
        try
        {
            return new(reply(call) ?? throw new GrpcMockException($"{call.Method}.{Text} returned null. A gRPC reply is a message: return an empty one, or throw an RpcException."), null);
        }
        catch (Grpc.Core.RpcException exception)
        {
            return new(exception, null);
        }
    }
}

/// <summary>A server's method.</summary>
internal sealed class HandlerSetup<TRequest, TResponse>(CallMatcher<TRequest, TResponse>? matcher, string text, Func<ServerSide<TRequest, TResponse>, Task> handler)
    : Setup<TRequest, TResponse>(matcher, text)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public override Answer<TRequest, TResponse> Answer(RpcCall<TRequest, TResponse> call) => new(null, handler);
}
