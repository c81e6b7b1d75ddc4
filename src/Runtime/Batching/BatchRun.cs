using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Batching;

/// <summary>One use of a batch RPC: cuts keys into batches, sends them side by side, splits those that fail.</summary>
internal sealed class BatchRun<TKey, TRequest, TResponse, TItem>(
    BatchMethod<TKey, TRequest, TResponse, TItem> method,
    ClientBase client,
    TKey[] keys,
    BatchOptions options,
    TRequest template,
    CallOptions callOptions)
    where TKey : notnull
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>
{
    private const int ReadConcurrency = 4;

    private readonly (TItem? Item, Status Status)[] _outcomes = new (TItem?, Status)[keys.Length];
    private int _succeeded;

    /// <summary>An outcome for each key, at its index.</summary>
    public async Task<(TItem? Item, Status Status)[]> SendAllAsync()
    {
        Range[] batches = [.. Enumerable.Range(0, keys.Length).Chunk(options.MaxBatchSize).Select(c => c[0]..(c[^1] + 1))];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxConcurrency ?? (method.IsMutation ? 1 : ReadConcurrency),
            CancellationToken = callOptions.CancellationToken,
        };
        try
        {
            await Parallel.ForEachAsync(batches, parallel, async (batch, token) => await SendAsync(batch, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (RpcException e) when (callOptions.CancellationToken.IsCancellationRequested && e.StatusCode == StatusCode.Cancelled)
        {
            throw new OperationCanceledException(e.Message, e, callOptions.CancellationToken);
        }
        catch (RpcException e)
        {
            throw new BatchException(method.Name, e, batches.Length, _succeeded);
        }

        return _outcomes;
    }

    private async Task SendAsync(Range batch, CancellationToken cancellationToken)
    {
        try
        {
            var part = new ArraySegment<TKey>(keys)[batch];
            var request = template.Clone();
            method.Fill(request, part);
            using var call = method.Call(client, request, callOptions.WithCancellationToken(cancellationToken));
            var content = method.Read(await call.ResponseAsync.ConfigureAwait(false));
            BatchAnswer.Read(method, part, content, options.Matching).CopyTo(_outcomes, batch.Start.Value);
            Interlocked.Increment(ref _succeeded);
        }
        catch (RpcException e) when (options.OnFailure != BatchFailureMode.FailFast && !cancellationToken.IsCancellationRequested)
        {
            await FailAsync(batch, e, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FailAsync(Range batch, RpcException error, CancellationToken cancellationToken)
    {
        var (start, end) = (batch.Start.Value, batch.End.Value);
        if (options.OnFailure == BatchFailureMode.Isolate && end - start > 1 && IsAboutTheKeys(error.StatusCode))
        {
            var middle = start + ((end - start) / 2);
            await SendAsync(start..middle, cancellationToken).ConfigureAwait(false);
            await SendAsync(middle..end, cancellationToken).ConfigureAwait(false);
            return;
        }

        for (var i = start; i < end; i++)
        {
            _outcomes[i] = (default, error.Status);
        }
    }

    // Codes that another choice of keys can change; the others would fail every part as well.
    private static bool IsAboutTheKeys(StatusCode code) => code
        is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.PermissionDenied
        or StatusCode.FailedPrecondition or StatusCode.OutOfRange or StatusCode.Aborted or StatusCode.DataLoss
        or StatusCode.Internal or StatusCode.Unknown;
}
