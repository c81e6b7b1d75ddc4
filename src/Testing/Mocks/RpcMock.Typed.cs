// The mock of an RPC with its messages: choosing the setup of a call, and what all four kinds can be told.
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>
/// The mock of one RPC, whole or, after <c>When</c>, narrowed to the calls that match: setups and verifications on a
/// narrowed mock concern those calls only. The newest setup that matches a call wins.
/// </summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public abstract partial class RpcMock<TRequest, TResponse> : RpcDispatcher<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly RpcMock<TRequest, TResponse> _whole;
    private Setup<TRequest, TResponse>? _newest;
    private FaultRule? _faults;

    private protected readonly CallMatcher<TRequest, TResponse>? Matcher;

    /// <summary>Creates the mock of an RPC, or a narrowed one of <paramref name="from"/>.</summary>
    private protected RpcMock(GrpcMock mock, string name, RpcMock<TRequest, TResponse>? from, CallMatcher<TRequest, TResponse>? matcher)
        : base(mock, name)
    {
        _whole = from is null ? this : from._whole;
        Matcher = matcher;
    }

    /// <summary>Calls fail with this status.</summary>
    /// <param name="statusCode">The status code; not OK.</param>
    /// <param name="detail">The status detail.</param>
    /// <param name="trailers">Response trailers.</param>
    /// <param name="delay">How long the server takes, on the mock's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is OK, or the delay is negative.</exception>
    public void Throws(StatusCode statusCode, string detail = "", Metadata? trailers = null, TimeSpan delay = default) =>
        Add(RpcOutcome<TResponse>.Failure(new Status(statusCode, detail), trailers, delay: delay), "Throws(…)");

    /// <summary>
    /// Calls fail with this exception: an <see cref="RpcException"/> gives its status and trailers (rich errors:
    /// <c>Throws(status.ToRpcException())</c>), any other surfaces as it is.
    /// </summary>
    /// <param name="exception">The exception.</param>
    public void Throws(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Add(RpcOutcome<TResponse>.Crash(exception), "Throws(…)");
    }

    /// <summary>Calls stay open until their deadline, their cancellation or their disposal.</summary>
    public void NeverCompletes() =>
        Add(static server => Task.Delay(Timeout.InfiniteTimeSpan, server.Aborted), "NeverCompletes()");

    /// <summary>
    /// Hands the next matching call to the test, which plays the server step by step. It serves one call;
    /// further calls go to older setups.
    /// </summary>
    public MockSession<TRequest, TResponse> Manual()
    {
        var session = new MockSession<TRequest, TResponse>(Name);
        Add(new ManualSetup<TRequest, TResponse>(Matcher, session));
        return session;
    }

    /// <summary>Fails every <paramref name="n"/>th matching call, whatever the setups say.</summary>
    /// <param name="n">1 fails every call, 3 the third, the sixth and so on.</param>
    /// <param name="statusCode">The status of the failed calls.</param>
    /// <param name="detail">Its detail.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is less than 1, or the status is OK.</exception>
    public void FailsEvery(int n, StatusCode statusCode, string detail = "Injected fault.") =>
        FaultRule.Push(Mock, ref _whole._faults, FaultRule.Every(n, new Status(statusCode, detail), Applies));

    /// <summary>Fails matching calls at random, whatever the setups say; the same seed gives the same sequence.</summary>
    /// <param name="probability">From 0 (never) to 1 (always).</param>
    /// <param name="seed">The seed of the sequence.</param>
    /// <param name="statusCode">The status of the failed calls.</param>
    /// <param name="detail">Its detail.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not within 0 and 1, or the status is OK.</exception>
    public void FailsRandomly(double probability, int seed, StatusCode statusCode, string detail = "Injected fault.") =>
        FaultRule.Push(Mock, ref _whole._faults, FaultRule.Randomly(probability, seed, new Status(statusCode, detail), Applies));

    internal override IEnumerable<string> UnusedSetups()
    {
        var unused = new List<string>();
        for (var setup = Volatile.Read(ref _newest); setup is not null; setup = setup.Older)
        {
            if (!setup.IsUsed)
            {
                unused.Add($"{Name}.{setup.Text}");
            }
        }

        unused.Reverse();
        return unused;
    }

    internal override void ClearSetups()
    {
        Volatile.Write(ref _newest, null);
        Volatile.Write(ref _faults, null);
    }

    /// <summary>What a recorded call gets: a fault, the replay's next line, the newest setup that matches, or what the options say.</summary>
    internal Answer<TRequest, TResponse> Answer(RpcCall<TRequest, TResponse> call)
    {
        if (Mock.IsInterfered && AnswerInstead(call) is { } instead)
        {
            return instead;
        }

        for (var setup = Volatile.Read(ref _newest); setup is not null; setup = setup.Older)
        {
            if ((setup.Matcher is null || setup.Matcher.Matches(call)) && setup.Answer(call) is { } answer)
            {
                // Read first: threads that call at once need not take the line from each other.
                if (!setup.IsUsed)
                {
                    setup.IsUsed = true;
                }

                return answer;
            }
        }

        return Unconfigured(call);
    }

    private protected void Add(RpcOutcome<TResponse> outcome, string text) =>
        Add(new Setup<TRequest, TResponse>(Matcher, text, new(_whole, outcome)));

    private protected void Add(Func<ServerSide<TRequest, TResponse>, Task> handler, string text) =>
        Add(new Setup<TRequest, TResponse>(Matcher, text, new(_whole, handler)));

    private protected void Add(Setup<TRequest, TResponse> setup)
    {
        do
        {
            setup.Older = Volatile.Read(ref _whole._newest);
        }
        while (Interlocked.CompareExchange(ref _whole._newest, setup, setup.Older) != setup.Older);
    }

    private protected bool Applies(RpcCall call) => Matcher is null || Matcher.Matches((RpcCall<TRequest, TResponse>)call);

    /// <summary>A fault that is due, or the replay's next line.</summary>
    private Answer<TRequest, TResponse>? AnswerInstead(RpcCall<TRequest, TResponse> call) =>
        (FaultRule.Next(_faults, call) ?? FaultRule.Next(Mock.Faults, call)) is { } fault
            ? new(this, fault)
            : Mock.ActiveReplay?.Answer(call);

    private Answer<TRequest, TResponse> Unconfigured(RpcCall<TRequest, TResponse> call)
    {
        switch (Mock.Options.Unconfigured)
        {
            case UnconfiguredCalls.Unimplemented:
                return new(this, new Status(StatusCode.Unimplemented, $"The mock has no setup for {Name}."));
            case UnconfiguredCalls.DefaultReply:
                return Kind is MethodType.Unary or MethodType.ClientStreaming
                    ? new(this, new TResponse())
                    : new(this, static server => server.RequestsCompletedAsync());
            default:
                var exception = new GrpcMockException(UnconfiguredMessage(call));
                Mock.Remember(exception.Message);
                throw exception;
        }
    }
}
