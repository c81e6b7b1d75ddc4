// How calls begin: at once when the answer is known, else as a live call with the real client's state machine.
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

public abstract partial class RpcMock<TRequest, TResponse>
{
    /// <summary>
    /// The quick way of a unary call: null unless the outcome is known now and nothing can end the call earlier.
    /// Otherwise <paramref name="live"/> is the call in progress.
    /// </summary>
    private protected RpcOutcome<TResponse>? Begin(
        in CallStart<TRequest, TResponse> start,
        TRequest? request,
        out RpcCall<TRequest, TResponse> call,
        out LiveCall<TRequest, TResponse>? live)
    {
        if (request is null || start.Options.Credentials is not null)
        {
            live = StartLive(start, request, takesRequest: true);
            call = live.Record;
            return null;
        }

        var details = CallDetails.From(start.Host, start.Options, Mock.Options.Time);
        call = new RpcCall<TRequest, TResponse>(this, details, request.Clone());
        Mock.Log.Append(call);
        if (details is { CancellationToken.IsCancellationRequested: true } or { TimeToDeadline.Ticks: 0 })
        {
            live = new LiveCall<TRequest, TResponse>(this, call);
            live.Observe();
            return null;
        }

        var answer = Answer(call);
        if (answer.Outcome is { Delay.Ticks: 0 } outcome)
        {
            call.Answer(outcome);
            live = null;
            return outcome;
        }

        live = new LiveCall<TRequest, TResponse>(this, call);
        live.Observe();
        live.Run(answer);
        return null;
    }

    /// <summary>Starts a call that did not come through the invoker.</summary>
    private protected LiveCall<TRequest, TResponse> StartLive(CallDetails details, TRequest? request)
    {
        var live = new LiveCall<TRequest, TResponse>(this, new RpcCall<TRequest, TResponse>(this, details, request));
        live.Observe();
        live.Begin();
        return live;
    }

    /// <summary>Starts a call of any kind; <paramref name="request"/> is for kinds that take a single one.</summary>
    private protected LiveCall<TRequest, TResponse> StartLive(in CallStart<TRequest, TResponse> start, TRequest? request, bool takesRequest)
    {
        var details = CallDetails.From(start.Host, start.Options, Mock.Options.Time);
        var call = new RpcCall<TRequest, TResponse>(this, details, request?.Clone());
        var live = new LiveCall<TRequest, TResponse>(this, call);
        if (takesRequest && request is null)
        {
            // The real client fails while it serialises: nothing reaches a server, so nothing is recorded.
            live.Abort(NullRequest.StatusOf(start.Method));
            return live;
        }

        live.Observe();
        if (start.Options.Credentials is { } credentials)
        {
            live.BeginWith(CredentialHeaders.ReadAsync(credentials, start.Method, start.Options.CancellationToken));
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
