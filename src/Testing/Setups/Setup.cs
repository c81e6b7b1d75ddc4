// A setup: which calls, and what they get. Setups are a linked stack; the newest that matches wins.
using Google.Protobuf;

namespace GrpcSdk.Testing;

/// <summary>What a call gets: an outcome that is known now, or a server's method that works it out.</summary>
internal sealed class Answer<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public readonly RpcMock Rpc;

    // Exactly one of the two is set.
    public readonly RpcOutcome<TResponse>? Outcome;
    public readonly Func<ServerSide<TRequest, TResponse>, Task>? Handler;

    public Answer(RpcMock rpc, RpcOutcome<TResponse> outcome) => (Rpc, Outcome) = (rpc, outcome);

    public Answer(RpcMock rpc, Func<ServerSide<TRequest, TResponse>, Task> handler) => (Rpc, Handler) = (rpc, handler);
}

/// <summary>One setup of an RPC.</summary>
/// <param name="matcher">Which calls it is for; null for all.</param>
/// <param name="text">The setup as the test wrote it, for messages.</param>
/// <param name="answer">What every call gets; null when <see cref="Answer"/> is overridden.</param>
internal class Setup<TRequest, TResponse>(CallMatcher<TRequest, TResponse>? matcher, string text, Answer<TRequest, TResponse>? answer)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public readonly CallMatcher<TRequest, TResponse>? Matcher = matcher;
    public Setup<TRequest, TResponse>? Older;
    public bool IsUsed;

    /// <summary>The setup in words: <c>When(r =&gt; r.Id == 7).Returns(…)</c>.</summary>
    public string Text => Matcher is null ? text : $"{Matcher.Text}.{text}";

    /// <summary>Answers a call that matches; null gives the turn to an older setup.</summary>
    public virtual Answer<TRequest, TResponse>? Answer(RpcCall<TRequest, TResponse> call) => answer;
}

/// <summary>One outcome after the other; the last one stays.</summary>
internal sealed class SequenceSetup<TRequest, TResponse>(CallMatcher<TRequest, TResponse>? matcher, string text, RpcOutcome<TResponse>[] outcomes)
    : Setup<TRequest, TResponse>(matcher, text, null)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private int _calls;

    public override Answer<TRequest, TResponse>? Answer(RpcCall<TRequest, TResponse> call)
    {
        // Saturates, so that no number of calls wraps around.
        var index = _calls < outcomes.Length ? Interlocked.Increment(ref _calls) - 1 : outcomes.Length - 1;
        return new(call.Rpc, outcomes[Math.Min(index, outcomes.Length - 1)]);
    }
}

/// <summary>An outcome that is computed from the call, while the client makes it.</summary>
internal sealed class FunctionSetup<TRequest, TResponse>(CallMatcher<TRequest, TResponse>? matcher, string text, Func<RpcCall<TRequest, TResponse>, TResponse> reply)
    : Setup<TRequest, TResponse>(matcher, text, null)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    public override Answer<TRequest, TResponse>? Answer(RpcCall<TRequest, TResponse> call)
    {
        try
        {
            return new(call.Rpc, reply(call) ?? throw new GrpcMockException($"{call.Method}.{Text} returned null. A gRPC reply is a message: return an empty one, or throw an RpcException."));
        }
        catch (Grpc.Core.RpcException exception)
        {
            return new(call.Rpc, exception);
        }
    }
}
