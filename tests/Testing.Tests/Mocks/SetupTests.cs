// What each kind of RPC can be told to answer, seen through the real client class.
using Grpc.Core;
using GrpcSdk.Testing.Tests.V1;
using Microsoft.Extensions.Time.Testing;

namespace GrpcSdk.Testing.Tests.Mocks;

public class SetupTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LibraryMock _library;
    private readonly Library.LibraryClient _client;

    public SetupTests()
    {
        _library = new LibraryMock(new() { Time = _time });
        _client = _library;
    }

    [Fact]
    public async Task All_overloads_of_a_unary_RPC_get_the_reply()
    {
        _library.GetBook.Returns(new Book { Title = "Emma" });

        Assert.Equal("Emma", _client.GetBook(new GetBookRequest()).Title);
        Assert.Equal("Emma", _client.GetBook(new GetBookRequest(), new CallOptions()).Title);
        Assert.Equal("Emma", (await _client.GetBookAsync(new GetBookRequest())).Title);
        Assert.Equal("Emma", (await _client.GetBookAsync(new GetBookRequest(), new CallOptions())).Title);
        Assert.Equal("Emma", (await _client.WithHost("library").GetBookAsync(new GetBookRequest())).Title);
        Assert.Equal("library", _library.GetBook.Received(5)[4].Host);
    }

    [Fact]
    public async Task The_newest_setup_that_matches_wins()
    {
        _library.GetBook.Returns(new Book { Title = "any" });
        _library.GetBook.When(r => r.Id == 7).Throws(StatusCode.NotFound, "no book 7");
        _library.GetBook.When(new GetBookRequest { Id = 8 }).Returns(r => new Book { Id = r.Id });

        Assert.Equal("any", (await _client.GetBookAsync(new() { Id = 1 })).Title);
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await _client.GetBookAsync(new() { Id = 7 }));
        Assert.Equal((StatusCode.NotFound, "no book 7"), (exception.StatusCode, exception.Status.Detail));
        Assert.Equal(8, (await _client.GetBookAsync(new() { Id = 8 })).Id);

        _library.GetBook.Returns(new Book { Title = "newest" });
        Assert.Equal("newest", (await _client.GetBookAsync(new() { Id = 7 })).Title);
    }

    [Fact]
    public async Task Headers_and_trailers_reach_the_client()
    {
        _library.GetBook.Returns(new Book(), headers: new Metadata { { "etag", "5" } }, trailers: new Metadata { { "cost", "2" } });

        var call = _client.GetBookAsync(new());
        await call;

        Assert.Equal("5", (await call.ResponseHeadersAsync).GetValue("etag"));
        Assert.Equal("2", call.GetTrailers().GetValue("cost"));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_sequence_gives_its_outcomes_in_order_and_keeps_the_last()
    {
        _library.GetBook.Sequence(
            StatusCode.Unavailable,
            new Status(StatusCode.Aborted, "again"),
            RpcOutcome.Failure<Book>(new Status(StatusCode.Internal, "broken"), trailers: new Metadata { { "hint", "1" } }),
            new Book { Title = "third time" });

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(async () => await _client.GetBookAsync(new()))).StatusCode);
        Assert.Equal("again", (await Assert.ThrowsAsync<RpcException>(async () => await _client.GetBookAsync(new()))).Status.Detail);
        Assert.Equal("1", (await Assert.ThrowsAsync<RpcException>(async () => await _client.GetBookAsync(new()))).Trailers.GetValue("hint"));
        Assert.Equal("third time", (await _client.GetBookAsync(new())).Title);
        Assert.Equal("third time", (await _client.GetBookAsync(new())).Title);
    }

    [Fact]
    public async Task A_delayed_reply_waits_on_the_clock_of_the_mock()
    {
        _library.GetBook.Returns(new Book(), delay: TimeSpan.FromMinutes(5));

        var call = _client.GetBookAsync(new());
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(call.ResponseAsync.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1));

        await call;
    }

    [Fact]
    public async Task A_call_that_never_completes_ends_at_its_deadline()
    {
        _library.GetBook.NeverCompletes();

        var call = _client.GetBookAsync(new(), deadline: _time.GetUtcNow().UtcDateTime.AddSeconds(30));
        Assert.False(call.ResponseAsync.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_unary_handler_sees_the_headers_and_sets_the_trailers()
    {
        _library.GetBook.Handles((request, context) =>
        {
            context.ResponseTrailers.Add("echo", context.RequestHeaders.GetValue("id")!);
            return Task.FromResult(new Book { Id = request.Id });
        });

        var call = _client.GetBookAsync(new() { Id = 3 }, new Metadata { { "id", "abc" } });

        Assert.Equal(3, (await call).Id);
        Assert.Equal("abc", call.GetTrailers().GetValue("echo"));
    }

    [Fact]
    public async Task An_exception_that_is_no_status_surfaces_as_it_is()
    {
        _library.GetBook.Throws(new TimeoutException("socket"));
        _library.ListBooks.Throws(new TimeoutException("socket"));

        await Assert.ThrowsAsync<TimeoutException>(async () => await _client.GetBookAsync(new()));
        Assert.Throws<TimeoutException>(() => _client.GetBook(new()));
        await Assert.ThrowsAsync<TimeoutException>(() => _client.ListBooks(new()).ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_server_stream_gives_its_messages()
    {
        _library.ListBooks.Streams(new Book { Id = 1 }, new Book { Id = 2 });

        Assert.Equal([1, 2], await _client.ListBooks(new()).ResponseStream.ReadAllAsync().Select(b => b.Id).ToListAsync());
    }

    [Fact]
    public async Task A_script_runs_on_the_clock_and_fails_in_the_middle()
    {
        _library.ListBooks.Streams(s => s
            .Headers(new Metadata { { "page", "1" } })
            .Message(new Book { Id = 1 })
            .Delay(TimeSpan.FromMinutes(1))
            .Message(new Book { Id = 2 })
            .Trailer("left", "9")
            .Fail(StatusCode.Unavailable, "reset"));

        using var call = _client.ListBooks(new());
        Assert.Equal("1", (await call.ResponseHeadersAsync).GetValue("page"));
        Assert.True(await call.ResponseStream.MoveNext());
        var second = call.ResponseStream.MoveNext();
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await second);
        var exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(("reset", "9"), (exception.Status.Detail, exception.Trailers.GetValue("left")));
        Assert.Equal(StatusCode.Unavailable, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_stream_of_a_function_may_be_endless()
    {
        _library.ListBooks.Streams(_ => Enumerable.Range(0, int.MaxValue).Select(i => new Book { Id = i }));

        using var call = _client.ListBooks(new());
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(i, call.ResponseStream.Current.Id);
        }
    }

    [Fact]
    public async Task A_client_stream_is_answered_after_its_last_request()
    {
        _library.ImportBooks.Returns(books => new ImportBooksResponse { Count = books.Count });

        using var call = _client.ImportBooks();
        await call.RequestStream.WriteAsync(new Book { Id = 1 });
        await call.RequestStream.WriteAsync(new Book { Id = 2 });
        Assert.False(call.ResponseAsync.IsCompleted);
        await call.RequestStream.CompleteAsync();

        Assert.Equal(2, (await call).Count);
        Assert.Equal([1, 2], _library.ImportBooks.Received(1)[0].Requests.Select(b => b.Id));
    }

    [Fact]
    public async Task A_duplex_call_answers_each_request()
    {
        _library.Discuss.RespondsToEach(r => new Remark { Text = r.Text.ToUpperInvariant() });

        using var call = _client.Discuss();
        foreach (var text in new[] { "a", "b" })
        {
            await call.RequestStream.WriteAsync(new Remark { Text = text });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(text.ToUpperInvariant(), call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_manual_session_plays_the_server_step_by_step()
    {
        var session = _library.Discuss.Manual();
        using var call = _client.Discuss();

        await call.RequestStream.WriteAsync(new Remark { Text = "hello" });
        Assert.Equal("hello", (await session.ReadAsync())!.Text);
        await session.SendHeadersAsync(new Metadata { { "room", "1" } });
        await session.SendAsync(new Remark { Text = "hi" });
        Assert.True(await call.ResponseStream.MoveNext());
        await call.RequestStream.CompleteAsync();
        Assert.Null(await session.ReadAsync());
        session.Fail(StatusCode.ResourceExhausted, "full");

        Assert.Equal("1", (await call.ResponseHeadersAsync).GetValue("room"));
        Assert.Equal("full", (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).Status.Detail);
    }

    [Fact]
    public async Task A_duplex_handler_is_a_service_method()
    {
        _library.Discuss.Handles(async (requests, responses, context) =>
        {
            await foreach (var request in requests.ReadAllAsync(context.CancellationToken))
            {
                await responses.WriteAsync(request);
                await responses.WriteAsync(request);
            }
        });

        using var call = _client.Discuss();
        await call.RequestStream.WriteAsync(new Remark { Text = "x" });
        await call.RequestStream.CompleteAsync();

        Assert.Equal(["x", "x"], await call.ResponseStream.ReadAllAsync().Select(r => r.Text).ToListAsync());
    }
}
