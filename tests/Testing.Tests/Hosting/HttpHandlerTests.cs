// The second level of fidelity: retries, hedging and compression of a real channel over a mock.
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using GrpcSdk.Testing.Tests.V1;

namespace GrpcSdk.Testing.Tests.Hosting;

public class HttpHandlerTests
{
    private readonly LibraryMock _library = new();

    [Fact]
    public async Task A_retry_policy_of_the_channel_takes_part()
    {
        _library.GetBook.Sequence(StatusCode.Unavailable, StatusCode.Unavailable, new Book { Title = "third time" });
        var retry = new MethodConfig
        {
            Names = { MethodName.Default },
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = 5,
                InitialBackoff = TimeSpan.FromMilliseconds(1),
                MaxBackoff = TimeSpan.FromMilliseconds(1),
                BackoffMultiplier = 1,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        using var channel = Channel(new() { ServiceConfig = new ServiceConfig { MethodConfigs = { retry } } });

        Assert.Equal("third time", (await new Library.LibraryClient(channel).GetBookAsync(new())).Title);

        Assert.Equal([null, "1", "2"], _library.GetBook.Received(3).Select(c => c.Header("grpc-previous-rpc-attempts")));
    }

    [Fact]
    public async Task Requests_of_all_kinds_may_be_compressed()
    {
        _library.GetBook.Returns(r => new Book { Id = r.Id });
        _library.ImportBooks.Returns(books => new ImportBooksResponse { Count = books.Sum(b => b.Title.Length) });
        using var channel = Channel(new() { CompressionProviders = [new Grpc.Net.Compression.GzipCompressionProvider(CompressionLevel.Fastest)] });
        var client = new Library.LibraryClient(channel);
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };

        Assert.Equal(5, (await client.GetBookAsync(new() { Id = 5 }, headers)).Id);
        using var import = client.ImportBooks(headers);
        await import.RequestStream.WriteAsync(new Book { Title = new string('x', 100_000) });
        await import.RequestStream.WriteAsync(new Book { Title = "" });
        await import.RequestStream.CompleteAsync();
        Assert.Equal(100_000, (await import).Count);
    }

    [Fact]
    public async Task Several_mocks_may_share_an_address_and_others_are_unimplemented()
    {
        using var channel = Channel(new());

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await channel.CreateCallInvoker().AsyncUnaryCall(
            new Method<string, string>(MethodType.Unary, "other.Service", "Get", Marshallers.StringMarshaller, Marshallers.StringMarshaller), null, default, "x"));

        Assert.Equal(StatusCode.Unimplemented, exception.StatusCode);
    }

    [Fact]
    public async Task The_deadline_and_the_headers_arrive()
    {
        _library.ListBooks.Streams(new Book());
        using var channel = Channel(new());

        using var call = new Library.LibraryClient(channel).ListBooks(new(), new Metadata { { "a", "1" }, { "b-bin", [7] } }, DateTime.UtcNow.AddMinutes(10));
        Assert.True(await call.ResponseStream.MoveNext());

        var received = Assert.Single(_library.ListBooks.Received(c => c.Header("a") == "1"));
        Assert.Equal([7], received.Headers.GetValueBytes("b-bin"));
        Assert.InRange(received.TimeToDeadline!.Value.TotalMinutes, 8, 10);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_the_handler()
    {
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _library.ListBooks.Handles(async (_, responses, context) =>
        {
            context.CancellationToken.Register(canceled.SetResult);
            await responses.WriteAsync(new Book());
            await canceled.Task;
        });
        using var channel = Channel(new());

        var call = new Library.LibraryClient(channel).ListBooks(new());
        Assert.True(await call.ResponseStream.MoveNext());
        call.Dispose();

        await canceled.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    private GrpcChannel Channel(GrpcChannelOptions options)
    {
        options.HttpHandler = _library.ToHttpHandler();
        return GrpcChannel.ForAddress("http://localhost", options);
    }
}
