using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Batching;

/// <summary>Sends any number of keys through a batch RPC.</summary>
public static class BatchCaller
{
    /// <summary>
    /// Cuts the keys into batches, sends them, and gives every key its result, in the order of the keys. A key that occurs
    /// twice is asked for once, but for mutations.
    /// </summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TRequest">The batch request.</typeparam>
    /// <typeparam name="TResponse">The batch response.</typeparam>
    /// <typeparam name="TItem">The item.</typeparam>
    /// <param name="method">The RPC.</param>
    /// <param name="client">The client to call it on.</param>
    /// <param name="keys">The keys, at least one.</param>
    /// <param name="options">How to send them; <see langword="null"/> for the defaults.</param>
    /// <param name="template">Other fields that every batch has (a parent, a field mask); its keys are replaced.</param>
    /// <param name="callOptions">Headers, deadline and cancellation of all calls.</param>
    /// <returns>One result per key, in the order of the keys.</returns>
    /// <exception cref="ArgumentException">
    /// Nothing was sent: there is no key, one is <see langword="null"/>, there are more than
    /// <see cref="BatchOptions.MaxKeys"/>, or a mutation is to be isolated without request ids.
    /// </exception>
    /// <exception cref="BatchException">A call failed, with <see cref="BatchFailureMode.FailFast"/>.</exception>
    /// <exception cref="OperationCanceledException">The token of the call options was cancelled.</exception>
    public static async Task<IReadOnlyList<BatchResult<TKey, TItem>>> CallAsync<TKey, TRequest, TResponse, TItem>(
        BatchMethod<TKey, TRequest, TResponse, TItem> method,
        ClientBase client,
        IEnumerable<TKey> keys,
        BatchOptions? options = null,
        TRequest? template = null,
        CallOptions callOptions = default)
        where TKey : notnull
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(keys);
        options = (options ?? BatchOptions.Default).Validate(nameof(options));
        TKey[] all = [.. keys];
        CheckKeys(method, all, options);

        TKey[] asked = method.IsMutation ? all : [.. all.Distinct()];
        var run = new BatchRun<TKey, TRequest, TResponse, TItem>(method, client, asked, options, template?.Clone() ?? new TRequest(), callOptions);
        var outcomes = await run.SendAllAsync().ConfigureAwait(false);

        if (asked.Length == all.Length)
        {
            return [.. all.Select((key, i) => new BatchResult<TKey, TItem>(i, key, outcomes[i].Item, outcomes[i].Status))];
        }

        var positions = asked.Select((key, i) => (key, i)).ToDictionary(p => p.key, p => p.i);
        return [.. all.Select((key, i) => new BatchResult<TKey, TItem>(i, key, outcomes[positions[key]].Item, outcomes[positions[key]].Status))];
    }

    private static void CheckKeys<TKey, TRequest, TResponse, TItem>(BatchMethod<TKey, TRequest, TResponse, TItem> method, TKey[] keys, BatchOptions options)
        where TKey : notnull
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        if (keys.Length == 0)
        {
            throw new ArgumentException($"{method.Name} needs at least one key.", nameof(keys));
        }

        if (Array.FindIndex(keys, static key => key is null) is >= 0 and var missing)
        {
            throw new ArgumentException($"{method.Name}: the key at index {missing} is null.", nameof(keys));
        }

        if (keys.Length > options.MaxKeys)
        {
            throw new ArgumentException($"{method.Name}: {keys.Length} keys are more than {nameof(BatchOptions)}.{nameof(BatchOptions.MaxKeys)} = {options.MaxKeys}.", nameof(keys));
        }

        if (method.IsMutation && options.OnFailure == BatchFailureMode.Isolate
            && Array.FindIndex(keys, key => string.IsNullOrEmpty(method.RequestIdOf?.Invoke(key))) is >= 0 and var unnamed)
        {
            throw new ArgumentException(
                $"{method.Name} changes something: {nameof(BatchFailureMode.Isolate)} sends a failed batch again in parts, which is only safe when every request has a request id (AIP-155); "
                + (method.RequestIdOf is null ? "its requests have no such field." : $"the one at index {unnamed} has none."),
                nameof(keys));
        }
    }
}
