// What verifications accept, and what they say when they do not.
using Grpc.Core;
using GrpcSdk.Testing.Tests.V1;
using Microsoft.Extensions.Time.Testing;

namespace GrpcSdk.Testing.Tests.Mocks;

public class VerificationTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LibraryMock _library;
    private readonly Library.LibraryClient _client;

    public VerificationTests()
    {
        _library = new LibraryMock(new() { Time = _time });
        _client = _library;
    }

    [Fact]
    public void A_received_call_has_its_headers_deadline_and_request()
    {
        _library.GetBook.Returns(new Book());

        _client.GetBook(new() { Id = 7 }, new Metadata { { "authorization", "Bearer t" }, { "x-bin", [1] } }, _time.GetUtcNow().UtcDateTime.AddSeconds(4));

        _library.GetBook.Received(1, c => c.Request.Id == 7 && c.Header("Authorization") == "Bearer t" && c.TimeToDeadline <= TimeSpan.FromSeconds(5));
        var call = Assert.Single(_library.GetBook.Calls);
        Assert.Equal([1], call.Headers.GetValueBytes("x-bin"));
        Assert.Contains("GetValueBytes", Assert.Throws<ArgumentException>(() => call.Header("x-bin")).Message, StringComparison.Ordinal);
        Assert.Equal(StatusCode.OK, call.Status!.Value.StatusCode);
        _library.VerifyAll();
        _library.VerifyNoOtherCalls();
    }

    [Fact]
    public void A_wrong_count_shows_all_calls()
    {
        _library.GetBook.Returns(new Book());
        _library.GetBook.When(r => r.Id == 9).Throws(StatusCode.NotFound, "gone");
        _client.GetBook(new() { Id = 5 });
        Assert.Throws<RpcException>(() => _client.GetBook(new() { Id = 9 }));

        var exception = Assert.Throws<GrpcMockException>(() => _library.GetBook.Received(1, c => c.Request.Id == 7));

        Assert.Equal(
            """
            Expected exactly 1 call of GetBook.WhenCall(c => c.Request.Id == 7), but there were 0 among 2.
            Calls of GetBook:
              #1 GetBook({ "id": 5 }) → OK
              #2 GetBook({ "id": 9 }) → NotFound "gone"
            """,
            exception.Message);
    }

    [Fact]
    public async Task The_nearest_miss_is_shown_field_by_field()
    {
        _library.ImportBooks.Returns(new ImportBooksResponse());
        using var call = _client.ImportBooks();
        await call.RequestStream.WriteAsync(new Book { Id = 9, Title = "other" });
        await call.RequestStream.WriteAsync(new Book { Id = 1, Title = "Emma", Genre = Genre.Novel, Tags = { "a", "b" }, Ratings = { ["x"] = 1 }, Author = new() { Name = "Austen" }, Pages = 0 });
        await call.RequestStream.CompleteAsync();
        await call;

        var expected = new Book { Id = 1, Title = "Emma", Genre = Genre.Unspecified, Tags = { "a", "c", "d" }, Ratings = { ["x"] = 2, ["y"] = 3 }, Author = new() { Name = "Jane" } };
        var exception = Assert.Throws<GrpcMockException>(() => _library.ImportBooks.Received(1, expected));

        Assert.EndsWith(
            """
            Nearest is #1:
              genre: expected GENRE_UNSPECIFIED, was GENRE_NOVEL
              tags[1]: expected "c", was "b"
              tags[2]: expected "d", was missing
              ratings["x"]: expected 2, was 1
              ratings["y"]: expected 3, was missing
              author.name: expected "Jane", was "Austen"
              pages: expected not to be set, was 0
            """,
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_are_snapshots_of_the_moment_of_the_call()
    {
        _library.GetBook.Returns(new Book());
        var request = new GetBookRequest { Id = 1 };

        _client.GetBook(request);
        request.Id = 2;

        _library.GetBook.Received(1, c => c.Request.Id == 1);
    }

    [Fact]
    public void Replies_are_copies_of_the_moment_of_the_setup()
    {
        var reply = new Book { Title = "Emma" };
        _library.GetBook.Returns(reply);
        reply.Title = "changed by the test";

        _client.GetBook(new()).Title = "changed by the code under test";

        Assert.Equal("Emma", _client.GetBook(new()).Title);
    }

    [Fact]
    public async Task An_unconfigured_call_cannot_be_taken_for_a_status()
    {
        var exception = Assert.Throws<GrpcMockException>(() => _client.GetBook(new() { Id = 4 }));

        Assert.Equal(
            """No setup of GetBook matches the call GetBook({ "id": 4 }). Tell the mock what to answer, for example GetBook.Returns(reply), or create it with Unconfigured = UnconfiguredCalls.DefaultReply.""",
            exception.Message);
        await Assert.ThrowsAsync<GrpcMockException>(async () => await _client.GetBookAsync(new()));
        Assert.Throws<GrpcMockException>(() => _client.ListBooks(new()));
        Assert.Throws<GrpcMockException>(() => _client.ImportBooks());
        Assert.Throws<GrpcMockException>(() => _client.Discuss());
        Assert.Contains("""No setup of GetBook matches the call GetBook({ "id": 4 })""", Assert.Throws<GrpcMockException>(_library.VerifyAll).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unconfigured_call_shows_the_nearest_setup()
    {
        _library.GetBook.When(new GetBookRequest { Id = 3 }).Returns(new Book());

        var message = Assert.Throws<GrpcMockException>(() => _client.GetBook(new() { Id = 4 })).Message;

        Assert.EndsWith("Nearest is When({ \"id\": 3 }).Returns(…):\n  id: expected 3, was 4", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loose_mock_answers_by_default()
    {
        var client = new LibraryMock(new() { Unconfigured = UnconfiguredCalls.DefaultReply }).Client;

        Assert.Equal(new Book(), await client.GetBookAsync(new()));
        Assert.False(await client.ListBooks(new()).ResponseStream.MoveNext());
        using var import = client.ImportBooks();
        await import.RequestStream.CompleteAsync();
        Assert.Equal(new ImportBooksResponse(), await import);
        using var chat = client.Discuss();
        await chat.RequestStream.CompleteAsync();
        Assert.False(await chat.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_mock_can_behave_as_a_server_without_the_method()
    {
        var client = new LibraryMock(new() { Unconfigured = UnconfiguredCalls.Unimplemented }).Client;

        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await client.GetBookAsync(new()))).StatusCode);
    }

    [Fact]
    public void VerifyAll_names_setups_that_were_never_used()
    {
        _library.GetBook.When(r => r.Id == 1).Returns(new Book());
        _library.Discuss.NeverCompletes();

        var message = Assert.Throws<GrpcMockException>(_library.VerifyAll).Message;

        Assert.Equal(
            """
            The setup GetBook.When(r => r.Id == 1).Returns(…) was never used.
            The setup Discuss.NeverCompletes() was never used.
            Calls:
              (none)
            """,
            message);
    }

    [Fact]
    public async Task VerifyAll_reports_a_handler_that_threw()
    {
        _library.GetBook.Handles((_, _) => throw new InvalidOperationException("bug"));

        await Assert.ThrowsAsync<RpcException>(async () => await _client.GetBookAsync(new()));

        Assert.Contains("The handler of GetBook threw InvalidOperationException: bug", Assert.Throws<GrpcMockException>(_library.VerifyAll).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VerifyNoOtherCalls_lists_what_nobody_asked_for()
    {
        _library.GetBook.Returns(new Book());
        _client.GetBook(new() { Id = 1 });
        _client.GetBook(new() { Id = 2 });
        _library.GetBook.Received(1, c => c.Request.Id == 1);

        Assert.Equal("Expected no other calls, but there was 1:\n  #2 GetBook({ \"id\": 2 }) → OK", Assert.Throws<GrpcMockException>(_library.VerifyNoOtherCalls).Message);
    }

    [Theory]
    [InlineData(0, "no call")]
    [InlineData(1, "exactly 1 call")]
    [InlineData(2, "at least 2 calls")]
    [InlineData(3, "at most 3 calls")]
    [InlineData(4, "between 4 and 9 calls")]
    public void A_count_reads_as_words(int index, string words)
    {
        CallCount[] counts = [CallCount.Never, 1, CallCount.AtLeast(2), CallCount.AtMost(3), CallCount.Between(4, 9)];

        Assert.Equal(words, counts[index].ToString());
    }

    [Fact]
    public async Task A_test_can_wait_for_calls_of_a_background_worker()
    {
        _library.GetBook.Returns(new Book());
        var waiting = _library.GetBook.When(r => r.Id > 1).WaitForCallsAsync(2);

        foreach (var id in new[] { 1, 2, 3 })
        {
            Assert.False(waiting.IsCompleted);
            await Task.Run(() => _client.GetBookAsync(new() { Id = id }).ResponseAsync);
        }

        Assert.Equal([2, 3], (await waiting).Select(c => c.Request.Id));
    }

    [Fact]
    public void Narrowing_also_narrows_verification()
    {
        _library.GetBook.Returns(new Book());
        _client.GetBook(new() { Id = 1 });

        _library.GetBook.When(r => r.Id == 1).Received(1);
        _library.GetBook.When(r => r.Id == 2).DidNotReceive();
        Assert.Throws<GrpcMockException>(() => _library.GetBook.DidNotReceive());
    }

    [Fact]
    public void Reset_makes_the_mock_new()
    {
        _library.GetBook.Returns(new Book());
        _library.FailsEvery(1, StatusCode.Internal);
        Assert.Throws<RpcException>(() => _client.GetBook(new()));

        _library.Reset();

        Assert.Empty(_library.Calls);
        Assert.Throws<GrpcMockException>(() => _client.GetBook(new()));
    }
}
