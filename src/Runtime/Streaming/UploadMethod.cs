using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Streaming;

/// <summary>One piece of content.</summary>
/// <param name="Data">Its bytes.</param>
/// <param name="Index">Its number within the content, from 0.</param>
/// <param name="Offset">The bytes of the content before it.</param>
public readonly record struct UploadChunk(ByteString Data, long Index, long Offset);

/// <summary>What an upload has to know of a client-streaming RPC whose messages are chunks of bytes.</summary>
/// <typeparam name="TRequest">The message that the RPC streams.</typeparam>
/// <typeparam name="TResponse">The response.</typeparam>
public sealed class UploadMethod<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>Describes an upload RPC.</summary>
    /// <param name="name">The name that errors carry, such as <c>UploadService.UploadImages</c>.</param>
    /// <param name="call">Opens the stream.</param>
    /// <param name="toMessage">Makes the message of a chunk; it may change and return the clone of the template that it gets.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public UploadMethod(
        string name,
        Func<ClientBase, CallOptions, AsyncClientStreamingCall<TRequest, TResponse>> call,
        Func<TRequest, UploadChunk, TRequest> toMessage)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(toMessage);
        Name = name;
        Call = call;
        ToMessage = toMessage;
    }

    /// <summary>The name that errors carry.</summary>
    public string Name { get; }

    /// <summary>Whether the template goes before the chunks as a message of its own (a oneof of metadata and chunk).</summary>
    public bool SendsTemplateFirst { get; init; }

    internal Func<ClientBase, CallOptions, AsyncClientStreamingCall<TRequest, TResponse>> Call { get; }

    internal Func<TRequest, UploadChunk, TRequest> ToMessage { get; }
}
