using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace GrpcSdk.Streaming;

/// <summary>Cuts contents into the messages of an upload.</summary>
internal static class UploadChunks
{
    /// <exception cref="ArgumentException">There is no content, or one cannot be uploaded as asked.</exception>
    public static void Check<TRequest>(string method, UploadSource<TRequest>[] sources, string parameter)
        where TRequest : class
    {
        if (sources.Length == 0)
        {
            throw new ArgumentException($"{method} needs at least one content.", parameter);
        }

        for (var i = 0; i < sources.Length; i++)
        {
            var problem = sources[i] switch
            {
                null => "is null",
                { Content: null } => "has no stream",
                { Template: null } => "has no template",
                { Content.CanRead: false } => "has a stream that cannot be read",
                { StartOffset: < 0 } => "has a negative start offset",
                { StartOffset: > 0, Content.CanSeek: false } => "has a start offset but a stream that cannot seek",
                _ => null,
            };
            if (problem is not null)
            {
                throw new ArgumentException($"{method}: content {i} {problem}.", parameter);
            }
        }
    }

    /// <summary>The messages of all contents, with the content bytes in each.</summary>
    public static async IAsyncEnumerable<(TRequest Message, int Bytes)> Read<TRequest, TResponse>(
        UploadMethod<TRequest, TResponse> method,
        UploadSource<TRequest>[] sources,
        int chunkSize,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        foreach (var source in sources)
        {
            var offset = source.StartOffset;
            if (offset > 0)
            {
                source.Content.Seek(offset, SeekOrigin.Current);
            }

            if (method.SendsTemplateFirst)
            {
                yield return (source.Template.Clone(), 0);
            }

            for (var index = offset / chunkSize; ; index++)
            {
                var data = await ReadChunkAsync(source.Content, chunkSize, cancellationToken).ConfigureAwait(false);
                // An empty content still has one chunk where chunks are all that describes it.
                if (data.IsEmpty && (offset > 0 || method.SendsTemplateFirst))
                {
                    break;
                }

                yield return (method.ToMessage(source.Template.Clone(), new UploadChunk(data, index, offset)), data.Length);
                offset += data.Length;
                if (data.Length < chunkSize)
                {
                    break;
                }
            }
        }
    }

    // A buffer per chunk: the message may live longer than the write (a retry, an interceptor that logs it).
    private static async Task<ByteString> ReadChunkAsync(Stream content, int chunkSize, CancellationToken cancellationToken)
    {
        var buffer = new byte[chunkSize];
        var length = await content.ReadAtLeastAsync(buffer, chunkSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, length));
    }
}
