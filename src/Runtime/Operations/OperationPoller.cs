using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Operations;

/// <summary>
/// How to read an operation message and how to ask the server for it again. Generated for every client that has a
/// method to get operations: <c>google.longrunning.Operations</c> or a service's own.
/// </summary>
/// <typeparam name="TOperation">The operation message.</typeparam>
/// <param name="client">The client that gets operations.</param>
/// <param name="read">Reads an operation message.</param>
/// <param name="get">Asks for an operation by name.</param>
/// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
public sealed class OperationPoller<TOperation>(
    ClientBase client,
    Func<TOperation, OperationState> read,
    Func<ClientBase, string, CallOptions, AsyncUnaryCall<TOperation>> get)
    where TOperation : class, IMessage<TOperation>
{
    private readonly ClientBase _client = client ?? throw new ArgumentNullException(nameof(client));
    private readonly Func<ClientBase, string, CallOptions, AsyncUnaryCall<TOperation>> _get = get ?? throw new ArgumentNullException(nameof(get));

    internal Func<TOperation, OperationState> Read { get; } = read ?? throw new ArgumentNullException(nameof(read));

    /// <summary>Asks the server to cancel an operation; <see langword="null"/> when the client has no such method.</summary>
    public Func<ClientBase, string, CallOptions, Task>? Cancel { get; init; }

    /// <summary>Deletes a finished operation; <see langword="null"/> when the client has no such method.</summary>
    public Func<ClientBase, string, CallOptions, Task>? Delete { get; init; }

    internal async Task<TOperation> GetAsync(string name, CallOptions options)
    {
        using var call = _get(_client, name, options);
        return await call.ResponseAsync.ConfigureAwait(false);
    }

    internal Task CancelAsync(string name, CallOptions options) =>
        (Cancel ?? throw Unsupported("cancel"))(_client, name, options);

    internal Task DeleteAsync(string name, CallOptions options) =>
        (Delete ?? throw Unsupported("delete"))(_client, name, options);

    private NotSupportedException Unsupported(string what) =>
        new($"{_client.GetType().Name} has no method to {what} operations; pass the poller of a client that has one.");
}
