namespace GrpcSdk.Streaming;

/// <summary>Content to upload in chunks.</summary>
/// <typeparam name="TRequest">The message that the RPC streams.</typeparam>
/// <param name="Content">The bytes, from the current position to the end. The caller disposes it.</param>
/// <param name="Template">
/// What describes the content: the fields that every chunk repeats, or the message that goes before the chunks when the
/// message is a oneof of metadata and chunk.
/// </param>
public sealed record UploadSource<TRequest>(Stream Content, TRequest Template)
    where TRequest : class
{
    /// <summary>
    /// Bytes that the server has already, for protocols with an offset or a chunk number: they are skipped, and the first
    /// chunk is numbered accordingly. Use the chunk size of the first attempt then. 0 by default.
    /// </summary>
    public long StartOffset { get; init; }
}

/// <summary>How far a stream of messages has come.</summary>
/// <param name="Messages">Messages that were handed to the transport.</param>
/// <param name="Bytes">Content bytes in them, for uploads; 0 for other messages.</param>
public readonly record struct StreamProgress(long Messages, long Bytes);
