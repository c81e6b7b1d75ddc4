// Record and replay: what a real server said, said again by a mock.
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcSdk.Testing.Tests.Differential;
using GrpcSdk.Testing.Tests.V1;

namespace GrpcSdk.Testing.Tests.Recording;

public sealed class ReplayTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.jsonl");
    private readonly LibraryMock _library = new();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_replay_answers_as_the_server_did()
    {
        var recorded = await RecordAsync(UseAsync);

        _library.Replay(_path);
        var replayed = await UseAsync(_library);

        Assert.Equal(recorded, replayed);
        _library.VerifyAll();
    }

    [Fact]
    public async Task Request_headers_are_not_recorded()
    {
        await RecordAsync(UseAsync);

        var text = await File.ReadAllTextAsync(_path);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains("\"etag\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strict_replay_names_the_first_difference()
    {
        await RecordAsync(UseAsync);
        _library.Replay(_path);

        var exception = Assert.Throws<GrpcMockException>(() => _library.Client.GetBook(new() { Id = 8 }));

        Assert.Equal($"The request differs from {Path.GetFileName(_path)}(1) /grpcsdk.testing.v1.Library/GetBook: id: expected 7, was 8.", exception.Message);
        Assert.Contains(exception.Message, Assert.Throws<GrpcMockException>(_library.VerifyAll).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strict_replay_names_another_method_and_what_was_never_called()
    {
        await RecordAsync(UseAsync);
        _library.Replay(_path);

        Assert.Contains("expected /grpcsdk.testing.v1.Library/GetBook, was /grpcsdk.testing.v1.Library/ListBooks", Assert.Throws<GrpcMockException>(() => _library.Client.ListBooks(new())).Message, StringComparison.Ordinal);
        Assert.Contains("/grpcsdk.testing.v1.Library/Discuss was never made", Assert.Throws<GrpcMockException>(_library.VerifyAll).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strict_replay_checks_each_request_of_a_stream()
    {
        await RecordAsync(async client =>
        {
            using var call = client.Discuss();
            await call.RequestStream.WriteAsync(new Remark { Text = "a" });
            await call.ResponseStream.MoveNext();
            await call.RequestStream.CompleteAsync();
            await call.ResponseStream.MoveNext();
            return "";
        });
        _library.Replay(_path);

        using var replayed = _library.Client.Discuss();
        await replayed.RequestStream.WriteAsync(new Remark { Text = "b" });

        var exception = await Assert.ThrowsAsync<GrpcMockException>(() => replayed.ResponseStream.MoveNext());
        Assert.EndsWith("text: expected \"a\", was \"b\".", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lenient_replay_takes_calls_in_any_order_and_leaves_others_to_the_setups()
    {
        await RecordAsync(async client => $"{await client.GetBookAsync(new() { Id = 1 })}{await client.GetBookAsync(new() { Id = 2 })}");
        _library.Replay(_path, ReplayMode.Lenient);
        _library.GetBook.Returns(new Book { Title = "from the setup" });

        Assert.Equal(2, _library.Client.GetBook(new() { Id = 2 }).Id);
        Assert.Equal(1, _library.Client.GetBook(new() { Id = 1 }).Id);
        Assert.Equal(1, _library.Client.GetBook(new() { Id = 1 }).Id);
        Assert.Equal("from the setup", _library.Client.GetBook(new() { Id = 3 }).Title);
        _library.VerifyAll();
    }

    [Fact]
    public async Task Unknown_fields_survive()
    {
        // A book of a newer schema: field 99.
        byte[] newer = [.. new Book { Id = 1 }.ToByteArray(), 0x98, 0x06, 0x05];
        await RecordAsync(async client => $"{await client.GetBookAsync(new() { Id = 1 })}", new ScriptedServer { OnGet = (_, _) => Task.FromResult(Book.Parser.ParseFrom(newer)) });
        _library.Replay(_path);

        Assert.Equal(newer, _library.Client.GetBook(new() { Id = 1 }).ToByteArray());
    }

    [Theory]
    [InlineData("{", "is no recorded call")]
    [InlineData("""{"call":1,"method":"/other.Service/Get","events":[],"headers":[],"trailers":[],"status":"OK","detail":""}""", "has no call of grpcsdk.testing.v1.Library; it has /other.Service/Get")]
    [InlineData("""{"call":1,"method":"/a","events":[{"reply":{}}],"headers":[],"trailers":[],"status":"OK","detail":""}""", "Unknown event 'reply'")]
    public async Task A_damaged_file_is_named_with_its_line(string line, string message)
    {
        await File.WriteAllTextAsync(_path, line);

        var exception = Assert.Throws<GrpcMockException>(() => _library.Replay(_path));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(_path), exception.Message, StringComparison.Ordinal);
    }

    private async Task<string> RecordAsync(Func<Library.LibraryClient, Task<string>> use, ScriptedServer? server = null)
    {
        await using var transport = await Transport.RealAsync(server ?? Serving());
        using var recorder = new RpcRecorder(_path);
        return await use(new Library.LibraryClient(transport.Invoker.Intercept(recorder)));
    }

    private static ScriptedServer Serving() => new()
    {
        OnGet = async (request, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "etag", "5" } });
            context.ResponseTrailers.Add("t-bin", [1, 2]);
            return request.Id < 0 ? throw new RpcException(new Status(StatusCode.NotFound, "no book"), new Metadata { { "hint", "x" } }) : new Book { Id = request.Id, Tags = { "a" } };
        },
        OnList = async (request, responses, _) =>
        {
            await responses.WriteAsync(new Book { Title = request.Author });
            throw new RpcException(new Status(StatusCode.DataLoss, "cut off"));
        },
        OnImport = async (requests, _) => new ImportBooksResponse { Count = await requests.ReadAllAsync().CountAsync() },
        OnDiscuss = async (requests, responses, _) =>
        {
            await foreach (var request in requests.ReadAllAsync())
            {
                await responses.WriteAsync(new Remark { Text = request.Text + "!" });
            }
        },
    };

    private static async Task<string> UseAsync(Library.LibraryClient client)
    {
        var see = new Observation();
        foreach (var id in new[] { 7, -7 })
        {
            var get = client.GetBookAsync(new() { Id = id }, new Metadata { { "authorization", "secret" } });
            await see.SeeAsync("get", () => get.ResponseAsync);
            see.See("trailers", get.GetTrailers);
        }

        see.See("blocking", () => client.GetBook(new() { Id = 7 }));
        using var list = client.ListBooks(new() { Author = "x" });
        await see.SeeAsync("list", () => list.ResponseStream.MoveNext());
        await see.SeeAsync("list", () => list.ResponseStream.MoveNext());
        var import = client.ImportBooks();
        await import.RequestStream.WriteAsync(new Book { Id = 1 });
        await import.RequestStream.CompleteAsync();
        await see.SeeAsync("import", () => import.ResponseAsync);
        var chat = client.Discuss();
        foreach (var text in new[] { "a", "b" })
        {
            await chat.RequestStream.WriteAsync(new Remark { Text = text });
            await chat.ResponseStream.MoveNext();
            see.See("chat", () => chat.ResponseStream.Current);
        }

        await chat.RequestStream.CompleteAsync();
        await see.SeeAsync("chat", () => chat.ResponseStream.MoveNext());
        return see.ToString();
    }
}
