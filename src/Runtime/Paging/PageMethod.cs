using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Paging;

/// <summary>
/// What a pager has to know of one paginated RPC: how to call it, where a request keeps page size and page token, and
/// where a response keeps its items and the next token. Generated code makes one per RPC out of static lambdas; write
/// one by hand for an RPC whose shape is not recognised.
/// </summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
/// <typeparam name="TItem">The item: a message, a string, or a key and value for a map field.</typeparam>
/// <remarks>See <see href="https://google.aip.dev/158">AIP-158</see>.</remarks>
public sealed class PageMethod<TRequest, TResponse, TItem>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>Describes a paginated RPC.</summary>
    /// <param name="name">The name that errors and checkpoints carry, such as <c>UserService.ListUsers</c>.</param>
    /// <param name="call">Sends one page request through the client that the pager was made for.</param>
    /// <param name="write">
    /// Writes token and size into a request; <see langword="null"/> leaves the field as it is.
    /// </param>
    /// <param name="read">Reads items and next token of a response.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public PageMethod(
        string name,
        Func<ClientBase, TRequest, CallOptions, AsyncUnaryCall<TResponse>> call,
        Action<TRequest, string?, int?> write,
        Func<TResponse, PageContent<TItem>> read)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        Name = name;
        Call = call;
        Write = write;
        Read = read;
    }

    /// <summary>The name that errors and checkpoints carry, such as <c>UserService.ListUsers</c>.</summary>
    public string Name { get; }

    /// <summary>Whether a request can say how many items a page shall have; <see langword="true"/> by default.</summary>
    public bool HasPageSize { get; init; } = true;

    internal Func<ClientBase, TRequest, CallOptions, AsyncUnaryCall<TResponse>> Call { get; }

    internal Action<TRequest, string?, int?> Write { get; }

    internal Func<TResponse, PageContent<TItem>> Read { get; }

    /// <summary>A hash of everything but the size: two requests with the same hash walk the same list.</summary>
    internal string HashOf(TRequest request)
    {
        var canonical = request.Clone();
        Write(canonical, null, 0);
        return RequestHash.Compute(Name, canonical);
    }
}
