// A service in a host in memory is the service of its application: its interceptors, its authorization, and the outcomes
// that its callers would see over a network.
using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.AspNetCore;
using GrpcSdk.Testing.Tests.V1;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcSdk.Testing.Tests.Hosting;

public class TestHostTests
{
    private static readonly GetBookRequest Request = new() { Id = 1 };

    public static TheoryData<MethodType, bool, bool> Endings { get; } = new(
        from kind in Enum.GetValues<MethodType>()
        from byDeadline in new[] { false, true }
        from afterFirst in new[] { false, true }
        select (kind, byDeadline, afterFirst));

    [Fact]
    public async Task The_interceptors_of_a_service_run_around_it()
    {
        var notes = new ConcurrentQueue<string>();
        await using var host = await GrpcTestHost.StartServiceAsync<Shelf>(services => services.AddSingleton(notes));

        await host.CreateClient(invoker => new Library.LibraryClient(invoker)).GetBookAsync(Request);

        Assert.Equal(["+", "handler", "-"], notes);
    }

    [Fact]
    public async Task A_service_that_asks_for_a_user_gets_the_one_that_the_test_says()
    {
        await using var host = await GrpcTestHost.StartServiceAsync<LockedShelf>();
        var ada = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Ada"), new Claim("tenant", "7")], "test"));

        Assert.Equal("Ada of 7 with 0 headers", (await new Library.LibraryClient(host.AsUser(ada)).GetBookAsync(Request)).Title);
        Assert.Equal("Bob of  with 0 headers", (await new Library.LibraryClient(host.AsUser("Bob", "editor")).GetBookAsync(Request)).Title);
        Assert.Equal(StatusCode.Unauthenticated, await CodeOf(host.Channel.CreateCallInvoker()));
    }

    [Fact]
    public async Task Policies_decide_what_the_user_may_do()
    {
        await using var host = await GrpcTestHost.StartServiceAsync<LockedShelf>();

        using var denied = new Library.LibraryClient(host.AsUser("Bob", "editor")).ListBooks(new());
        using var allowed = new Library.LibraryClient(host.AsUser("Eve", "admin")).ListBooks(new());

        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => denied.ResponseStream.MoveNext(default))).StatusCode);
        Assert.False(await allowed.ResponseStream.MoveNext(default));
    }

    [Fact]
    public async Task The_authentication_of_the_application_stays_for_all_other_calls()
    {
        await using var host = await GrpcTestHost.StartServiceAsync<SchemeShelf>(services => services.AddAuthentication().AddCookie("Cookies"));

        Assert.Equal("Ada", (await new Library.LibraryClient(host.AsUser("Ada")).GetBookAsync(Request)).Title);
        Assert.Equal(StatusCode.Unauthenticated, await CodeOf(host.Channel.CreateCallInvoker()));
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task A_handler_that_waits_on_its_token_ends_as_on_Kestrel(MethodType kind, bool byDeadline, bool afterFirst)
    {
        await using var kestrel = await StartKestrelAsync();
        await using var host = await GrpcTestHost.StartServiceAsync<WaitingShelf>(services => services.AddSingleton<Reached>());
        using var channel = GrpcChannel.ForAddress(kestrel.Urls.Single());

        var expected = await EndAsync(channel, kestrel.Services.GetRequiredService<Reached>(), kind, byDeadline, afterFirst);
        var actual = await EndAsync(host.Channel, host.Services.GetRequiredService<Reached>(), kind, byDeadline, afterFirst);

        Assert.Equal(byDeadline ? StatusCode.DeadlineExceeded : StatusCode.Cancelled, expected);
        Assert.Equal(expected, actual);
    }

    private static async Task<StatusCode> CodeOf(CallInvoker invoker)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await new Library.LibraryClient(invoker).GetBookAsync(Request));
        return error.StatusCode;
    }

    private static async Task<StatusCode> EndAsync(GrpcChannel channel, Reached reached, MethodType kind, bool byDeadline, bool afterFirst)
    {
        using var stop = new CancellationTokenSource();
        var options = new CallOptions(
            headers: afterFirst ? new Metadata { { "answer-first", "1" } } : null,
            deadline: byDeadline ? DateTime.UtcNow.AddMilliseconds(300) : null,
            cancellationToken: stop.Token);
        var client = new Library.LibraryClient(channel);
        var call = Differential.OpenCall.Start(kind, client, options);
        var outcome = call.Response is not null ? call.Response() : DrainAsync(call);
        if (!byDeadline)
        {
            await reached.Handler.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await stop.CancelAsync();
        }

        return (await Assert.ThrowsAsync<RpcException>(() => outcome.WaitAsync(TimeSpan.FromMinutes(1)))).StatusCode;
    }

    private static async Task DrainAsync(Differential.OpenCall call)
    {
        while (await call.Read!(default) is not null)
        {
        }
    }

    private static async Task<WebApplication> StartKestrelAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Reached>();
        var app = builder.Build();
        app.MapGrpcService<WaitingShelf>();
        await app.StartAsync();
        return app;
    }

    internal sealed class Reached
    {
        public TaskCompletionSource Handler { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Waits on the token of its call in every method, as handlers should.</summary>
    internal sealed class WaitingShelf(Reached reached) : Library.LibraryBase
    {
        public override async Task<Book> GetBook(GetBookRequest request, ServerCallContext context)
        {
            await BeginAsync(context);
            await WaitAsync(context);
            return new();
        }

        public override async Task<ImportBooksResponse> ImportBooks(IAsyncStreamReader<Book> requestStream, ServerCallContext context)
        {
            await BeginAsync(context);
            await WaitAsync(context);
            return new();
        }

        public override async Task ListBooks(ListBooksRequest request, IServerStreamWriter<Book> responseStream, ServerCallContext context)
        {
            if (context.RequestHeaders.Get("answer-first") is not null)
            {
                await responseStream.WriteAsync(new(), context.CancellationToken);
            }

            await WaitAsync(context);
        }

        public override async Task Discuss(IAsyncStreamReader<Remark> requestStream, IServerStreamWriter<Remark> responseStream, ServerCallContext context)
        {
            if (context.RequestHeaders.Get("answer-first") is not null)
            {
                await responseStream.WriteAsync(new(), context.CancellationToken);
            }

            await WaitAsync(context);
        }

        private static Task BeginAsync(ServerCallContext context) =>
            context.RequestHeaders.Get("answer-first") is null ? Task.CompletedTask : context.WriteResponseHeadersAsync([]);

        private Task WaitAsync(ServerCallContext context)
        {
            reached.Handler.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}

internal sealed class Notes(ConcurrentQueue<string> notes) : ServerInterceptor
{
    protected override ValueTask OnStartAsync(ServerCall call)
    {
        notes.Enqueue("+");
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnEndAsync(ServerCall call, Exception? error)
    {
        notes.Enqueue("-");
        return ValueTask.CompletedTask;
    }
}

[GrpcService]
[GrpcInterceptor<Notes>(Order = 1)]
internal sealed class Shelf(ConcurrentQueue<string> notes) : Library.LibraryBase
{
    public override Task<Book> GetBook(GetBookRequest request, ServerCallContext context)
    {
        notes.Enqueue("handler");
        return Task.FromResult(new Book());
    }
}

[Authorize]
internal sealed class LockedShelf : Library.LibraryBase
{
    public override Task<Book> GetBook(GetBookRequest request, ServerCallContext context)
    {
        var user = context.GetHttpContext().User;
        var headers = context.RequestHeaders.Count(header => header.Key.Contains("test-user", StringComparison.Ordinal));
        return Task.FromResult(new Book { Title = $"{user.Identity!.Name} of {user.FindFirst("tenant")?.Value} with {headers} headers" });
    }

    [Authorize(Roles = "admin")]
    public override Task ListBooks(ListBooksRequest request, IServerStreamWriter<Book> responseStream, ServerCallContext context) => Task.CompletedTask;
}

[Authorize(AuthenticationSchemes = "Cookies")]
internal sealed class SchemeShelf : Library.LibraryBase
{
    public override Task<Book> GetBook(GetBookRequest request, ServerCallContext context) =>
        Task.FromResult(new Book { Title = context.GetHttpContext().User.Identity!.Name });
}
