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
            Accept(batch.Start.Value, part, method.Read(await call.ResponseAsync.ConfigureAwait(false)));
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

    private void Accept(int start, ArraySegment<TKey> part, BatchContent<TKey, TItem> content)
    {
        if (content.IsForAll)
        {
            AcceptByKey(start, part, _ => (true, content.ItemForAll));
            return;
        }

        if (content.ItemsByKey is { } byKey)
        {
            AcceptByKey(start, part, key => byKey.TryGetValue(key, out var item) ? (true, item) : (false, default));
            return;
        }

        var items = content.Items ?? [];
        var failed = content.Failed?.ToDictionary(f => f.Key, f => new Status((StatusCode)f.Value.Code, f.Value.Message)) ?? [];
        HashSet<TKey> notFound = [.. content.NotFound ?? []];
        if (items.Count + failed.Count + notFound.Count != part.Count && method.KeyOf is { } keyOf)
        {
            var found = new Dictionary<TKey, TItem>();
            foreach (var item in items)
            {
                found[keyOf(item)] = item;
            }

            AcceptByKey(start, part, key => found.TryGetValue(key, out var item) ? (true, item) : (false, default));
            return;
        }

        AcceptInOrder(start, part, items, failed, notFound);
    }

    private void AcceptByKey(int start, ArraySegment<TKey> part, Func<TKey, (bool, TItem?)> find)
    {
        for (var i = 0; i < part.Count; i++)
        {
            _outcomes[start + i] = find(part[i]) is (true, var item) ? (item, Status.DefaultSuccess) : (default, NotFound(part[i]));
        }
    }

    // AIP-231 and 233: items in the order of the keys; places that failed have none, or an empty one.
    private void AcceptInOrder(int start, ArraySegment<TKey> part, IReadOnlyList<TItem> items, Dictionary<int, Status> failed, HashSet<TKey> notFound)
    {
        var hasGaps = items.Count == part.Count;
        if (!hasGaps && items.Count + failed.Count + notFound.Count != part.Count)
        {
            throw new RpcException(new Status(
                StatusCode.Internal,
                $"{method.Name} returned {items.Count} items for {part.Count} keys, and they have no key to tell them apart by."));
        }

        var next = 0;
        for (var i = 0; i < part.Count; i++)
        {
            Status? problem = failed.TryGetValue(i, out var status) ? status : notFound.Contains(part[i]) ? NotFound(part[i]) : null;
            _outcomes[start + i] = problem is { } bad ? (default, bad) : (items[next], Status.DefaultSuccess);
            next += problem is null || hasGaps ? 1 : 0;
        }
    }

    private static Status NotFound(TKey key) => new(StatusCode.NotFound, key is IMessage ? "Not found." : $"'{key}' was not found.");
}
