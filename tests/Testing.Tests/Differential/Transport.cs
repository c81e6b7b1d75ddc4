// The three ways in which a scenario runs: the real client over a real server in memory, the mock's invoker, and the
// real client over the mock's HTTP handler. A scenario sees no difference between them.
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.Testing.Tests.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GrpcSdk.Testing.Tests.Differential;

/// <summary>The methods of a server, which a scenario replaces. The mock gets them with <c>Handles</c>.</summary>
internal sealed class ScriptedServer : Library.LibraryBase
{
    public UnaryServerMethod<GetBookRequest, Book>? OnGet { get; init; }

    public ServerStreamingServerMethod<ListBooksRequest, Book>? OnList { get; init; }

    public ClientStreamingServerMethod<Book, ImportBooksResponse>? OnImport { get; init; }

    public DuplexStreamingServerMethod<Remark, Remark>? OnDiscuss { get; init; }

    public override Task<Book> GetBook(GetBookRequest request, ServerCallContext context) => OnGet!(request, context);

    public override Task ListBooks(ListBooksRequest request, IServerStreamWriter<Book> responseStream, ServerCallContext context) => OnList!(request, responseStream, context);

    public override Task<ImportBooksResponse> ImportBooks(IAsyncStreamReader<Book> requestStream, ServerCallContext context) => OnImport!(requestStream, context);

    public override Task Discuss(IAsyncStreamReader<Remark> requestStream, IServerStreamWriter<Remark> responseStream, ServerCallContext context) => OnDiscuss!(requestStream, responseStream, context);
}

/// <summary>A client, and a clock for its deadlines.</summary>
internal abstract class Transport : IAsyncDisposable
{
    public Library.LibraryClient Client => new(Invoker);

    public abstract CallInvoker Invoker { get; }

    /// <summary>A deadline that has not passed, but soon will.</summary>
    public abstract DateTime SoonDeadline { get; }

    /// <summary>Lets <see cref="SoonDeadline"/> pass; the real clock needs no help.</summary>
    public abstract void PassDeadline();

    /// <summary>Lets the writes of the next call wait, as for a connection that is not there yet.</summary>
    public abstract void HoldWrites();

    public abstract void ReleaseWrites();

    public abstract ValueTask DisposeAsync();

    public static async Task<Transport> RealAsync(ScriptedServer server, bool throwOperationCanceled = false)
    {
        var host = await GrpcTestHost.StartAsync(
            services => services.AddGrpc().Services.AddSingleton(server),
            application => application.MapGrpcService<ScriptedServer>(),
            CancellationToken.None);
        LikeSockets? sockets = null;
        var channel = ((TestServer)host.Services.GetRequiredService<IServer>())
            .CreateGrpcChannel(options =>
            {
                options.HttpHandler = sockets = new LikeSockets(options.HttpHandler!);
                options.ThrowOperationCanceledOnCancellation = throwOperationCanceled;
            });
        return new OverHttp(channel, sockets!, host);
    }

    public static Transport Mock(ScriptedServer server, bool throwOperationCanceled = false)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        return new OverInvoker(Mocked(server, new() { Time = time, ThrowOperationCanceledOnCancellation = throwOperationCanceled }), time);
    }

    public static Transport MockOverHttp(ScriptedServer server, bool throwOperationCanceled = false)
    {
        var sockets = new LikeSockets(Mocked(server, new()).ToHttpHandler());
        var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = sockets,
            ThrowOperationCanceledOnCancellation = throwOperationCanceled,
        });
        return new OverHttp(channel, sockets, null);
    }

    private static LibraryMock Mocked(ScriptedServer server, GrpcMockOptions options)
    {
        var mock = new LibraryMock(options);
        mock.GetBook.Handles(server.GetBook);
        mock.ListBooks.Handles(server.ListBooks);
        mock.ImportBooks.Handles(server.ImportBooks);
        mock.Discuss.Handles(server.Discuss);
        return mock;
    }

    /// <summary>
    /// Keeps the deadline from the server, which would otherwise race with the client to end the call, and gives up at once
    /// when a request is canceled, as sockets do; a test server waits for its application.
    /// </summary>
    private sealed class LikeSockets(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public TaskCompletionSource? Connecting { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await (Connecting?.Task ?? Task.CompletedTask);
            request.Headers.Remove("grpc-timeout");
            return await base.SendAsync(request, cancellationToken).WaitAsync(cancellationToken);
        }
    }

    private sealed class OverHttp(GrpcChannel channel, LikeSockets sockets, IAsyncDisposable? host) : Transport
    {
        public override CallInvoker Invoker { get; } = channel.CreateCallInvoker();

        public override DateTime SoonDeadline { get; } = DateTime.UtcNow.AddMilliseconds(250);

        public override void PassDeadline()
        {
        }

        public override void HoldWrites() => sockets.Connecting = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void ReleaseWrites() => sockets.Connecting!.SetResult();

        public override async ValueTask DisposeAsync()
        {
            channel.Dispose();
            if (host is not null)
            {
                await host.DisposeAsync();
            }
        }
    }

    private sealed class OverInvoker(LibraryMock mock, FakeTimeProvider time) : Transport
    {
        private MockSession<Book, ImportBooksResponse>? _importing;
        private MockSession<Remark, Remark>? _discussing;

        public override CallInvoker Invoker { get; } = mock.Invoker;

        public override DateTime SoonDeadline { get; } = time.GetUtcNow().UtcDateTime.AddMinutes(1);

        public override void PassDeadline() => time.Advance(TimeSpan.FromMinutes(1));

        public override void HoldWrites()
        {
            _importing = mock.ImportBooks.Manual();
            _discussing = mock.Discuss.Manual();
            _importing.HoldWrites();
            _discussing.HoldWrites();
        }

        public override void ReleaseWrites()
        {
            _importing!.ResumeWrites();
            _discussing!.ResumeWrites();
        }

        public override ValueTask DisposeAsync() => default;
    }
}
