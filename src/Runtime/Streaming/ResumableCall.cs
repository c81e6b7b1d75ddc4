using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Streaming;

/// <summary>
/// The items of a server stream, across dropped connections: it is opened again where it broke off, with no gap and no
/// item twice, as long as the server sends items in the order of their places and keeps them long enough.
/// </summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TItem">The streamed message.</typeparam>
/// <typeparam name="TCursor">A place in the stream.</typeparam>
public sealed class ResumableCall<TRequest, TItem, TCursor> : IAsyncEnumerable<TItem>
    where TRequest : class, IMessage<TRequest>
    where TItem : class, IMessage<TItem>
{
    private readonly ResumeMethod<TRequest, TItem, TCursor> _method;
    private readonly ClientBase _client;
    private readonly TRequest _request;
    private readonly ResumeOptions _options;
    private readonly CallOptions _callOptions;

    /// <summary>Prepares a stream; sends nothing.</summary>
    /// <param name="method">The RPC.</param>
    /// <param name="client">The client to call it on.</param>
    /// <param name="request">The first request. It is copied.</param>
    /// <param name="options">When to resume; <see langword="null"/> for the defaults.</param>
    /// <param name="callOptions">Headers and so on of every attempt. A deadline is one point in time for all of them.</param>
    /// <exception cref="ArgumentNullException">Method, client or request is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value in <paramref name="options"/> is outside its range.</exception>
    public ResumableCall(
        ResumeMethod<TRequest, TItem, TCursor> method,
        ClientBase client,
        TRequest request,
        ResumeOptions? options = null,
        CallOptions callOptions = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        _method = method;
        _client = client;
        _request = request.Clone();
        _options = (options ?? ResumeOptions.Default).Validate(nameof(options));
        _callOptions = callOptions;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerator<TItem> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var stop = new StopTokens(cancellationToken, _callOptions.CancellationToken);
        var position = new StreamPosition<TItem, TCursor>();
        var limit = _method.LimitOf?.Invoke(_request) ?? 0;
        long delivered = 0;
        var failures = 0;
        while (true)
        {
            var call = Open(position, limit == 0 ? 0 : limit - delivered, stop.Token);
            using var _ = call;
            while (await MoveNextAsync(call, position, failures, stop).ConfigureAwait(false) is var moved && moved != Step.Broken)
            {
                if (moved == Step.Ended)
                {
                    yield break;
                }

                failures = 0;
                var item = call.ResponseStream.Current;
                if (position.Accept(item, _method.CursorOf(item)))
                {
                    delivered++;
                    yield return item;
                    if (delivered == limit)
                    {
                        yield break;
                    }
                }
            }

            await PauseAsync(failures++, stop).ConfigureAwait(false);
        }
    }

    private AsyncServerStreamingCall<TItem> Open(StreamPosition<TItem, TCursor> position, long wanted, CancellationToken cancellationToken)
    {
        var request = _request.Clone();
        if (position.HasCursor)
        {
            _method.ResumeAt(request, position.Cursor!);
        }

        if (wanted > 0)
        {
            _method.SetLimit?.Invoke(request, wanted);
        }

        position.Reopened();
        return _method.Call(_client, request, _callOptions.WithCancellationToken(cancellationToken));
    }

    private async Task<Step> MoveNextAsync(
        AsyncServerStreamingCall<TItem> call,
        StreamPosition<TItem, TCursor> position,
        int failures,
        StopTokens stop)
    {
        try
        {
            return await call.ResponseStream.MoveNext(stop.Token).ConfigureAwait(false) ? Step.Item : Step.Ended;
        }
        catch (Exception e) when (stop.IsReasonOf(e))
        {
            throw stop.Translate(e);
        }
        catch (RpcException e) when (failures < _options.MaxAttempts && position.CanResume && _options.ShouldResume(e))
        {
            return Step.Broken;
        }
    }

    private async Task PauseAsync(int failures, StopTokens stop)
    {
        try
        {
            await Task.Delay(_options.Backoff.Before(failures), _options.TimeProvider, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw stop.Translate(e);
        }
    }

    private enum Step
    {
        Item,
        Ended,
        Broken,
    }
}
