// Verification of one RPC: Received, DidNotReceive, and messages that show the nearest miss.
using System.Runtime.CompilerServices;
using System.Text;
using Google.Protobuf;

// The optional parameters are texts that the compiler fills in; no caller names them.
#pragma warning disable RS0026

namespace GrpcSdk.Testing;

public abstract partial class RpcMock<TRequest, TResponse>
{
    /// <summary>The calls of this RPC so far, oldest first; on a narrowed mock, those that match.</summary>
    public IReadOnlyList<RpcCall<TRequest, TResponse>> Calls => [.. AllCalls().Where(Applies)];

    /// <summary>Verifies that there was at least one call.</summary>
    /// <returns>The calls.</returns>
    /// <exception cref="GrpcMockException">There was none.</exception>
    public IReadOnlyList<RpcCall<TRequest, TResponse>> Received() => Verify(CallCount.AtLeast(1), Matcher);

    /// <summary>Verifies that at least one call satisfies a condition.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="expression">The condition's text, which the compiler fills in.</param>
    /// <returns>The calls that do.</returns>
    /// <exception cref="GrpcMockException">None does.</exception>
    public IReadOnlyList<RpcCall<TRequest, TResponse>> Received(Func<RpcCall<TRequest, TResponse>, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null) =>
        Verify(CallCount.AtLeast(1), new CallMatcher<TRequest, TResponse>(Matcher, predicate, expression));

    /// <summary>Verifies the number of calls.</summary>
    /// <param name="count">How many are expected.</param>
    /// <returns>The calls.</returns>
    /// <exception cref="GrpcMockException">There were more or fewer.</exception>
    public IReadOnlyList<RpcCall<TRequest, TResponse>> Received(CallCount count) => Verify(count, Matcher);

    /// <summary>Verifies how many calls satisfy a condition.</summary>
    /// <param name="count">How many are expected.</param>
    /// <param name="predicate">The condition.</param>
    /// <param name="expression">The condition's text, which the compiler fills in.</param>
    /// <returns>The calls that do.</returns>
    /// <exception cref="GrpcMockException">More or fewer do; the message lists all calls of the RPC.</exception>
    public IReadOnlyList<RpcCall<TRequest, TResponse>> Received(CallCount count, Func<RpcCall<TRequest, TResponse>, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null) =>
        Verify(count, new CallMatcher<TRequest, TResponse>(Matcher, predicate, expression));

    /// <summary>Verifies how many calls had exactly this request.</summary>
    /// <param name="count">How many are expected.</param>
    /// <param name="request">The request.</param>
    /// <returns>The calls that had it.</returns>
    /// <exception cref="GrpcMockException">More or fewer had; the message shows in which fields the nearest request differs.</exception>
    public IReadOnlyList<RpcCall<TRequest, TResponse>> Received(CallCount count, TRequest request) =>
        Verify(count, new CallMatcher<TRequest, TResponse>(Matcher, request));

    /// <summary>Verifies that there was no call.</summary>
    /// <exception cref="GrpcMockException">There was one.</exception>
    public void DidNotReceive() => Verify(CallCount.Never, Matcher);

    /// <summary>Verifies that no call satisfies a condition.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="expression">The condition's text, which the compiler fills in.</param>
    /// <exception cref="GrpcMockException">A call does.</exception>
    public void DidNotReceive(Func<RpcCall<TRequest, TResponse>, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null) =>
        Verify(CallCount.Never, new CallMatcher<TRequest, TResponse>(Matcher, predicate, expression));

    /// <summary>Waits until there were so many calls, for code under test that calls in the background.</summary>
    /// <param name="count">The number of calls, those of the past included.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The calls.</returns>
    public async Task<IReadOnlyList<RpcCall<TRequest, TResponse>>> WaitForCallsAsync(int count, CancellationToken cancellationToken = default)
    {
        await Mock.Log.WaitAsync(() => Calls.Count >= count, cancellationToken).ConfigureAwait(false);
        return Calls;
    }

    private List<RpcCall<TRequest, TResponse>> Verify(CallCount count, CallMatcher<TRequest, TResponse>? wanted)
    {
        var all = AllCalls().ToList();
        var matching = wanted is null ? all : all.Where(wanted.Matches).ToList();
        if (!count.Accepts(matching.Count))
        {
            throw new GrpcMockException(Unverified(count, wanted, all, matching.Count));
        }

        Mock.Verified(matching);
        return matching;
    }

    private string Unverified(CallCount count, CallMatcher<TRequest, TResponse>? wanted, List<RpcCall<TRequest, TResponse>> all, int matching)
    {
        var text = new StringBuilder($"Expected {count} of {Name}{(wanted is null ? "" : $".{wanted.Text}")}, but there {(matching == 1 ? "was 1" : $"were {matching}")}");
        text.Append(matching == all.Count ? ".\n" : $" among {all.Count}.\n");
        text.Append($"Calls of {Name}:\n{CallText.List(all)}");
        AppendNearest(text, wanted?.Expected, all);
        return text.ToString();
    }

    private static void AppendNearest(StringBuilder text, TRequest? expected, IEnumerable<RpcCall<TRequest, TResponse>> calls)
    {
        if (expected is null)
        {
            return;
        }

        var nearest = calls
            .SelectMany(call => call.Requests.Select(request => (call.Number, Differences: MessageDiff.Between(expected, request))))
            .Where(candidate => candidate.Differences.Count > 0)
            .MinBy(candidate => candidate.Differences.Count);
        if (nearest.Differences is { } differences)
        {
            text.Append($"\nNearest is #{nearest.Number}:\n  {string.Join("\n  ", differences)}");
        }
    }

    private string UnconfiguredMessage(RpcCall<TRequest, TResponse> call)
    {
        var setups = new List<Setup<TRequest, TResponse>>();
        for (var setup = Volatile.Read(ref _newest); setup is not null; setup = setup.Older)
        {
            setups.Insert(0, setup);
        }

        var requests = string.Join(", ", call.Requests.Select(r => CallText.Of(r)));
        var text = new StringBuilder($"No setup of {Name} matches the call {Name}({requests}). ");
        if (setups.Count == 0)
        {
            text.Append($"Tell the mock what to answer, for example {Name}.{ExampleSetup()}, or create it with Unconfigured = UnconfiguredCalls.DefaultReply.");
            return text.ToString();
        }

        text.Append($"Setups of {Name}:\n  {string.Join("\n  ", setups.Select(s => s.Text))}");
        var nearest = setups
            .Where(s => s.Matcher?.Expected is not null && call.Requests.Count > 0)
            .Select(s => (s.Text, Differences: MessageDiff.Between(s.Matcher!.Expected!, call.Request)))
            .Where(candidate => candidate.Differences.Count > 0)
            .MinBy(candidate => candidate.Differences.Count);
        if (nearest.Differences is { } differences)
        {
            text.Append($"\nNearest is {nearest.Text}:\n  {string.Join("\n  ", differences)}");
        }

        return text.ToString();
    }

    private string ExampleSetup() => Kind switch
    {
        Grpc.Core.MethodType.Unary => "Returns(reply)",
        Grpc.Core.MethodType.ClientStreaming => "Returns(requests => reply)",
        Grpc.Core.MethodType.ServerStreaming => "Streams(messages)",
        _ => "RespondsToEach(request => response)",
    };

    private IEnumerable<RpcCall<TRequest, TResponse>> AllCalls() =>
        Mock.Log.ToList().Where(call => call.Rpc == _whole).Cast<RpcCall<TRequest, TResponse>>();
}
