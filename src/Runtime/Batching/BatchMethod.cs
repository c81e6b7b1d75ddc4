using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Batching;

/// <summary>
/// What a batch caller has to know of one batch RPC: how to call it, where a request keeps its keys, how a response gives
/// items back. Generated code makes one per RPC; write one by hand for a shape that is not recognised.
/// </summary>
/// <typeparam name="TKey">A name or id, or for mutations the message that describes one change.</typeparam>
/// <typeparam name="TRequest">The batch request.</typeparam>
/// <typeparam name="TResponse">The batch response.</typeparam>
/// <typeparam name="TItem">The item; the response itself for an RPC that returns no items.</typeparam>
/// <remarks>
/// See AIP-<see href="https://google.aip.dev/231">231</see>, <see href="https://google.aip.dev/233">233</see>,
/// <see href="https://google.aip.dev/234">234</see> and <see href="https://google.aip.dev/235">235</see>.
/// </remarks>
public sealed class BatchMethod<TKey, TRequest, TResponse, TItem>
    where TKey : notnull
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>Describes a batch RPC.</summary>
    /// <param name="name">The name that errors carry, such as <c>UserService.BatchGetUsers</c>.</param>
    /// <param name="call">Sends one batch through the client.</param>
    /// <param name="fill">Replaces the keys of a request.</param>
    /// <param name="read">Reads items, and keys or indices that failed, from a response.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public BatchMethod(
        string name,
        Func<ClientBase, TRequest, CallOptions, AsyncUnaryCall<TResponse>> call,
        Action<TRequest, IReadOnlyList<TKey>> fill,
        Func<TResponse, BatchContent<TKey, TItem>> read)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentNullException.ThrowIfNull(read);
        Name = name;
        Call = call;
        Fill = fill;
        Read = read;
    }

    /// <summary>The name that errors carry, such as <c>UserService.BatchGetUsers</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether the RPC changes something. Then keys are not deduplicated, batches run one after another unless the options
    /// say otherwise, and a failed batch is only split when each key has a request id.
    /// </summary>
    public bool IsMutation { get; init; }

    /// <summary>
    /// What tells whose an item is, best first; the first that all keys of a batch have decides. Then the order of the items
    /// does not matter, keys without an item are NOT_FOUND (UNKNOWN for a mutation), and an item that is nobody's or somebody's
    /// twice is an error. Without any, items must be as many as the keys, and are taken in their order, as AIP-231 requires.
    /// </summary>
    public IReadOnlyList<BatchIdentity<TKey, TItem>> Identities { get; init; } = [];

    /// <summary>The request id (AIP-155) of a change, empty for none; <see langword="null"/> when the message has no such field.</summary>
    public Func<TKey, string>? RequestIdOf { get; init; }

    internal Func<ClientBase, TRequest, CallOptions, AsyncUnaryCall<TResponse>> Call { get; }

    internal Action<TRequest, IReadOnlyList<TKey>> Fill { get; }

    internal Func<TResponse, BatchContent<TKey, TItem>> Read { get; }
}
