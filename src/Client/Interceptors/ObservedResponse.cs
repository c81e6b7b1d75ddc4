using Grpc.Core;

namespace GrpcSdk.Client;

/// <summary>
/// The single response of a call when an interceptor looks on. Its failure needs nobody to look at it in exactly the cases
/// in which a plain channel does not need that: the caller has disposed the call, has cancelled it or let its deadline
/// pass, or has the failure from the headers. Otherwise it reaches <see cref="TaskScheduler.UnobservedTaskException"/>.
/// </summary>
internal sealed class ObservedResponse<TResponse>(
    ClientInterceptor interceptor,
    ClientCall call,
    Func<Task<Metadata>> headers,
    Func<Status> status,
    Func<Metadata> trailers,
    Action dispose) : ObservedCall(headers, status, trailers, dispose)
    where TResponse : class
{
    private Task<TResponse>? _response;
    private volatile Task<Metadata>? _headers;
    private volatile bool _isExpected;

    /// <summary>Takes the transport's response through the interceptor.</summary>
    public Task<TResponse> Observe(Task<TResponse> response)
    {
        _response = ObserveAsync(response);
        _ = _response.ContinueWith(
            static (_, observed) => ((ObservedResponse<TResponse>)observed!).Forgive(),
            this,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return _response;
    }

    protected override Task<Metadata> HeadersAsync()
    {
        _headers = base.HeadersAsync();
        Forgive();
        return _headers;
    }

    protected override void Dispose()
    {
        _isExpected = true;
        base.Dispose();
        Forgive();
    }

    private async Task<TResponse> ObserveAsync(Task<TResponse> response)
    {
        TResponse message;
        try
        {
            message = await response.ConfigureAwait(false);
            interceptor.MessageReceived(call, message);
        }
        catch (Exception error)
        {
            _isExpected |= IsOwnDoing(error);
            interceptor.End(call, error);
            throw;
        }

        interceptor.End(call, error: null);
        return message;
    }

    // The caller ended the call: the status is none of a server's, which would have trailers.
    private bool IsOwnDoing(Exception error)
    {
        if (error is not RpcException { StatusCode: StatusCode.Cancelled or StatusCode.DeadlineExceeded })
        {
            return false;
        }

        try
        {
            Trailers();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private void Forgive()
    {
        // Where a server sent headers, they came before the failure.
        if (_response is { IsFaulted: true } && (_isExpected || _headers is { IsCompletedSuccessfully: false }))
        {
            _ = _response.Exception;
        }
    }
}
