// Service classes under unit test: context, request reader, response writer, and a whole host in memory.
using Grpc.AspNetCore.Server;
using Grpc.Core;
using GrpcSdk.Testing.Tests.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GrpcSdk.Testing.Tests.Server;

public class ServerSideTests
{
    [Fact]
    public async Task A_context_gives_what_the_client_sent_and_keeps_what_the_method_did()
    {
        var http = new DefaultHttpContext();
        using var context = TestServerCallContext.Create("/a.B/C", new Metadata { { "k", "v" } }, httpContext: http, peer: "ipv4:10.0.0.1:1");

        await context.WriteResponseHeadersAsync(new Metadata { { "h", "1" } });
        context.ResponseTrailers.Add("t", "2");
        context.Status = new Status(StatusCode.NotFound, "none");

        Assert.Equal(("/a.B/C", "v", "ipv4:10.0.0.1:1"), (context.Method, context.RequestHeaders.GetValue("k"), context.Peer));
        Assert.Same(http, context.GetHttpContext());
        Assert.Equal("1", context.ResponseHeaders!.GetValue("h"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync([]));
    }

    [Fact]
    public void The_deadline_cancels_on_the_clock()
    {
        var time = new FakeTimeProvider();
        using var context = TestServerCallContext.Create(deadline: time.GetUtcNow().UtcDateTime.AddSeconds(5), time: time);

        Assert.False(context.CancellationToken.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(context.CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public async Task A_reader_gives_messages_and_refuses_overlapping_reads()
    {
        var reader = new TestAsyncStreamReader<Book>();
        reader.Add(new Book { Id = 1 });
        Assert.True(await reader.MoveNext(default));
        Assert.Equal(1, reader.Current.Id);

        var read = reader.MoveNext(default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.MoveNext(default));
        reader.Complete();
        Assert.False(await read);
        Assert.Throws<InvalidOperationException>(() => reader.Add(new Book()));
    }

    [Fact]
    public async Task A_reader_can_fail_as_a_client_that_is_cut_off()
    {
        var reader = new TestAsyncStreamReader<Book>();
        reader.Fail(new IOException("reset"));

        await Assert.ThrowsAsync<IOException>(() => reader.MoveNext(default));
    }

    [Fact]
    public async Task A_writer_copies_and_refuses_what_a_server_refuses()
    {
        using var context = TestServerCallContext.Create();
        var writer = new TestServerStreamWriter<Book>(context);
        var book = new Book { Id = 1 };
        await writer.WriteAsync(book);
        book.Id = 2;
        Assert.Equal(1, (await writer.ReadAsync())!.Id);

        writer.HoldWrites();
        var held = writer.WriteAsync(book);
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync(book));
        writer.ResumeWrites();
        await held;

        context.Cancel();
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync(book));
        writer.Complete();
        Assert.Equal([1, 2], writer.Written.Select(b => b.Id));
        Assert.Equal(2, (await writer.ReadAsync())!.Id);
        Assert.Null(await writer.ReadAsync());
    }

    [Fact]
    public async Task A_writer_takes_the_token_of_the_call()
    {
        using var context = TestServerCallContext.Create();
        IServerStreamWriter<Book> writer = new TestServerStreamWriter<Book>(context);
        await writer.WriteAsync(new Book { Id = 1 }, context.CancellationToken);

        ((TestServerStreamWriter<Book>)writer).HoldWrites();
        using var stop = new CancellationTokenSource();
        var held = writer.WriteAsync(new Book { Id = 2 }, stop.Token);
        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held)).CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.WriteAsync(new Book(), stop.Token));
        Assert.Equal([1, 2], ((TestServerStreamWriter<Book>)writer).Written.Select(b => b.Id));
    }

    [Fact]
    public async Task The_handler_of_a_mock_may_pass_the_token_of_the_call()
    {
        var library = new LibraryMock();
        library.ListBooks.Handles((_, responses, context) => responses.WriteAsync(new Book { Id = 3 }, context.CancellationToken));

        using var call = library.Client.ListBooks(new());

        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.Equal(3, call.ResponseStream.Current.Id);
    }

    [Fact]
    public async Task A_service_runs_in_a_host_in_memory()
    {
        await using var host = await GrpcTestHost.StartServiceAsync<Greeter>(services => services.AddSingleton("Emma"));

        var client = host.CreateClient(invoker => new Library.LibraryClient(invoker));

        Assert.Equal("Emma", (await client.GetBookAsync(new())).Title);
        Assert.Equal("Emma", host.Services.GetRequiredService<string>());
    }

    private sealed class Greeter(string title) : Library.LibraryBase
    {
        public override Task<Book> GetBook(GetBookRequest request, ServerCallContext context) => Task.FromResult(new Book { Title = title });
    }
}
