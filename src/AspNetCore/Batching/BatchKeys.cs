using Grpc.Core;

namespace GrpcSdk.AspNetCore.Batching;

/// <summary>What a batch method does with the keys of its request (AIP-231, 233, 234, 235).</summary>
public static class BatchKeys
{
    /// <summary>The keys of a batch get, each once, after a check.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <param name="keys">The repeated field of the request.</param>
    /// <param name="field">The field's name in the proto file, for the error.</param>
    /// <param name="max">The most keys that the method accepts; document it, as AIP-231 asks.</param>
    /// <returns>The distinct keys, in the order of the request.</returns>
    /// <exception cref="ArgumentNullException">Keys or field is <see langword="null"/>.</exception>
    /// <exception cref="RpcException">INVALID_ARGUMENT with <c>BadRequest</c>: no keys, or too many.</exception>
    public static IReadOnlyList<TKey> Check<TKey>(IReadOnlyCollection<TKey> keys, string field, int max)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(field);
        var problem = keys.Count == 0 ? "must not be empty."
            : keys.Count > max ? $"has {keys.Count} entries; at most {max} are accepted in one call."
            : null;
        return problem is null
            ? [.. keys.Distinct()]
            : throw new RpcError(StatusCode.InvalidArgument, $"{field} {problem}").AddFieldViolation(field, problem).ToException();
    }

    /// <summary>The keys that nothing was found for, for the <c>not_found</c> list of a response.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TItem">The item.</typeparam>
    /// <param name="keys">The keys that were asked for.</param>
    /// <param name="found">What was found.</param>
    /// <returns>The others, each once, in the order of the request.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IEnumerable<TKey> NotFound<TKey, TItem>(IEnumerable<TKey> keys, IReadOnlyDictionary<TKey, TItem> found)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(found);
        return keys.Distinct().Where(key => !found.ContainsKey(key));
    }

    /// <summary>
    /// Does each request of a batch on its own and collects what fails, for the <c>failed_requests</c> map of a response
    /// with partial success (AIP-233).
    /// </summary>
    /// <typeparam name="TRequest">One request of the batch.</typeparam>
    /// <typeparam name="TItem">What it makes.</typeparam>
    /// <param name="requests">The requests.</param>
    /// <param name="handle">Does one; an <see cref="RpcException"/> fails it alone, anything else the whole batch.</param>
    /// <returns>The items of the successful requests in order, and the status of the failed ones by index.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static async Task<(IReadOnlyList<TItem> Items, IReadOnlyDictionary<int, Google.Rpc.Status> Failed)> ForEachAsync<TRequest, TItem>(
        IEnumerable<TRequest> requests,
        Func<TRequest, Task<TItem>> handle)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(handle);
        var (items, failed, index) = (new List<TItem>(), new Dictionary<int, Google.Rpc.Status>(), 0);
        foreach (var request in requests)
        {
            try
            {
                items.Add(await handle(request).ConfigureAwait(false));
            }
            catch (RpcException e)
            {
                failed[index] = e.GetRpcStatus() ?? new Google.Rpc.Status { Code = (int)e.StatusCode, Message = e.Status.Detail };
            }

            index++;
        }

        return (items, failed);
    }
}
