// How calls begin: at once when the answer is known, else as a live call with the real client's state machine.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

public abstract partial class RpcMock<TRequest, TResponse>
{
    // What the quick way does not need stands in methods of its own: it is not compiled for the first call of a process.

    /// <summary>
    /// Begins a unary call. Gives its outcome when that is known now and nothing can end the call earlier;
    /// otherwise null, and the call is live.
    /// </summary>
    private protected RpcOutcome<TResponse>? Begin(
        Method<TRequest, TResponse> method,
        string? host,
        in CallOptions options,
        TRequest? request,
        out RpcCall<TRequest, TResponse> call)
    {
        if (request is null || !IsPlain(host, options))
        {
            return BeginWithOptions(method, host, options, request, out call);
        }

        call = Mock.Log.IsNumberDue() ? NumberedCall(request) : new RpcCall<TRequest, TResponse>(this, request.Clone());
        Mock.Log.Append(call);
        return AnswerOrRun(call);
    }

    private DetailedRpcCall<TRequest, TResponse> NumberedCall(TRequest request) => new(this, CallDetails.None, request.Clone());

    private RpcOutcome<TResponse>? BeginWithOptions(
        Method<TRequest, TResponse> method,
        string? host,
        in CallOptions options,
        TRequest? request,
        out RpcCall<TRequest, TResponse> call)
    {
        if (request is null || options.Credentials is not null)
        {
            call = StartLive(method, host, options, request, takesRequest: true).Record;
            return null;
        }

        var details = CallDetails.From(host, options, Mock.Options.Time);
        call = new DetailedRpcCall<TRequest, TResponse>(this, details, request.Clone());
        Mock.Log.Append(call);
        if (!details.IsOverAtOnce)
        {
            return AnswerOrRun(call);
        }

        // It never reaches a server: it uses up no setup.
        new LiveCall<TRequest, TResponse>(this, call).Observe();
        return null;
    }

    private RpcOutcome<TResponse>? AnswerOrRun(RpcCall<TRequest, TResponse> call)
    {
        var answer = Answer(call);
        if (answer.Outcome is { } outcome && !outcome.IsDelayed)
        {
            call.Answer(answer);
            return outcome;
        }

        Run(call, answer);
        return null;
    }

    private void Run(RpcCall<TRequest, TResponse> call, Answer<TRequest, TResponse> answer)
    {
        var live = new LiveCall<TRequest, TResponse>(this, call);
        live.Observe();
        live.Run(answer);
    }

    /// <summary>Starts a call that did not come through the invoker.</summary>
    private protected LiveCall<TRequest, TResponse> StartLive(CallDetails details, TRequest? request)
    {
        var live = new LiveCall<TRequest, TResponse>(this, new DetailedRpcCall<TRequest, TResponse>(this, details, request));
        live.Observe();
        live.Begin();
        return live;
    }

    /// <summary>Starts a call of any kind; <paramref name="request"/> is for kinds that take a single one.</summary>
    private protected LiveCall<TRequest, TResponse> StartLive(Method<TRequest, TResponse> method, string? host, in CallOptions options, TRequest? request, bool takesRequest)
    {
        var details = CallDetails.From(host, options, Mock.Options.Time);
        var call = new DetailedRpcCall<TRequest, TResponse>(this, details, request?.Clone());
        var live = new LiveCall<TRequest, TResponse>(this, call);
        if (takesRequest && request is null)
        {
            // The real client fails while it serialises: nothing reaches a server, so nothing is recorded.
            live.Abort(NullRequest.StatusOf(method));
            return live;
        }

        live.Observe();
        if (options.Credentials is { } credentials)
        {
            live.BeginWith(call, CredentialHeaders.ReadAsync(credentials, method, options.CancellationToken));
        }
        else
        {
            live.Begin();
        }

        return live;
    }
}

/// <summary>What the real client makes of a null request.</summary>
internal static class NullRequest
{
    public static Status StatusOf<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            method.RequestMarshaller.ContextualSerializer(null!, new NoSerialization());
            return new Status(StatusCode.Internal, "Error starting gRPC call.");
        }
        catch (Exception exception)
        {
            return Statuses.ErrorStartingCall(exception);
        }
    }

    private sealed class NoSerialization : SerializationContext
    {
        public override void Complete(byte[] payload)
        {
        }
    }
}
