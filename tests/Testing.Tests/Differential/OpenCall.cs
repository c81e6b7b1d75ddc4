// A call of any kind under one face, so that a row of the state machine is written once for all four kinds.
using Google.Protobuf;
using Grpc.Core;
using GrpcSdk.Testing.Tests.V1;

namespace GrpcSdk.Testing.Tests.Differential;

/// <summary>A call in progress. Parts that a kind does not have are null.</summary>
internal sealed record OpenCall(
    Func<Task<IMessage>>? Response,
    Func<CancellationToken, Task<IMessage?>>? Read,
    Func<bool, CancellationToken, Task>? Write,
    Func<Task>? Complete,
    Func<Task<Metadata>> Headers,
    Func<Status> GetStatus,
    Func<Metadata> GetTrailers,
    Action Dispose)
{
    public static OpenCall Start(MethodType kind, Library.LibraryClient client, CallOptions options, bool nullRequest = false) => kind switch
    {
        MethodType.Unary => From(client.GetBookAsync(nullRequest ? null! : new GetBookRequest { Id = 1 }, options)),
        MethodType.ServerStreaming => From(client.ListBooks(nullRequest ? null! : new ListBooksRequest { Author = "a" }, options)),
        MethodType.ClientStreaming => From(client.ImportBooks(options)),
        _ => From(client.Discuss(options)),
    };

    private static OpenCall From(AsyncUnaryCall<Book> call) =>
        new(async () => await call, null, null, null, () => call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);

    private static OpenCall From(AsyncServerStreamingCall<Book> call) =>
        new(null, token => ReadFrom(call.ResponseStream, token), null, null, () => call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);

    private static OpenCall From(AsyncClientStreamingCall<Book, ImportBooksResponse> call) =>
        new(async () => await call, null, (isNull, token) => call.RequestStream.WriteAsync(isNull ? null! : new Book { Id = 2 }, token), call.RequestStream.CompleteAsync, () => call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);

    private static OpenCall From(AsyncDuplexStreamingCall<Remark, Remark> call) =>
        new(null, token => ReadFrom(call.ResponseStream, token), (isNull, token) => call.RequestStream.WriteAsync(isNull ? null! : new Remark { Text = "t" }, token), call.RequestStream.CompleteAsync, () => call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);

    // Not async before the first await: what the reader throws at once is told from a task that fails.
    private static Task<IMessage?> ReadFrom<T>(IAsyncStreamReader<T> reader, CancellationToken cancellationToken)
        where T : class, IMessage
    {
        var read = reader.MoveNext(cancellationToken);
        return Finish();

        async Task<IMessage?> Finish() => await read ? reader.Current : reader.Current is null ? null : throw new InvalidOperationException("Current is set after the end.");
    }
}
