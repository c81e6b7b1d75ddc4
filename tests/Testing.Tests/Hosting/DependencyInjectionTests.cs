// Mocks in an application's container.
using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcSdk.Testing.Tests.V1;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.Testing.Tests.Hosting;

public class DependencyInjectionTests
{
    private readonly LibraryMock _library = new();

    [Fact]
    public async Task The_interceptors_and_credentials_of_the_application_stay_above_the_mock()
    {
        _library.GetBook.Returns(new Book { Title = "mocked" });
        var services = new ServiceCollection();
        services.AddGrpcClient<Library.LibraryClient>(o => o.Address = new Uri("https://library.example"))
            .AddInterceptor(() => new AddHeader("x-app", "1"))
            .AddCallCredentials((context, metadata) =>
            {
                metadata.Add("authorization", $"Bearer for {context.MethodName}");
                return Task.CompletedTask;
            });
        services.ReplaceGrpcTransport(_library);
        using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredService<Library.LibraryClient>();
        Assert.Equal("mocked", (await client.GetBookAsync(new())).Title);
        Assert.Equal("mocked", client.GetBook(new()).Title);

        _library.GetBook.Received(2, c => c.Header("x-app") == "1" && c.Header("authorization") == "Bearer for GetBook");
    }

    [Fact]
    public async Task Streams_go_to_the_mock_too_and_no_address_is_needed()
    {
        _library.ListBooks.Streams(new Book { Id = 1 });
        _library.ImportBooks.Returns(new ImportBooksResponse { Count = 3 });
        _library.Discuss.RespondsToEach(r => r);
        var services = new ServiceCollection();
        services.AddGrpcClient<Library.LibraryClient>();
        services.ReplaceGrpcTransport(_library);
        using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<Library.LibraryClient>();

        Assert.True(await client.ListBooks(new()).ResponseStream.MoveNext());
        using var import = client.ImportBooks();
        await import.RequestStream.CompleteAsync();
        Assert.Equal(3, (await import).Count);
        using var chat = client.Discuss();
        await chat.RequestStream.WriteAsync(new Remark { Text = "x" });
        Assert.True(await chat.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Credentials_that_take_their_time_are_awaited()
    {
        _library.GetBook.WhenCall(c => c.Header("authorization") == "late").Returns(new Book { Id = 1 });
        var token = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var credentials = CallCredentials.Compose(
            CallCredentials.FromInterceptor(async (_, metadata) => metadata.Add("authorization", await token.Task)),
            CallCredentials.FromInterceptor((_, metadata) =>
            {
                metadata.Add("second", "1");
                return Task.CompletedTask;
            }));

        var call = _library.Client.GetBookAsync(new(), new CallOptions(credentials: credentials));
        Assert.False(call.ResponseAsync.IsCompleted);
        token.SetResult("late");

        Assert.Equal(1, (await call).Id);
        _library.GetBook.Received(1, c => c.Header("second") == "1");
    }

    [Fact]
    public async Task Credentials_that_fail_fail_the_call_as_in_the_real_client()
    {
        _library.GetBook.Returns(new Book());
        var credentials = CallCredentials.FromInterceptor((_, _) => throw new InvalidOperationException("no token"));

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await _library.Client.GetBookAsync(new(), new CallOptions(credentials: credentials)));

        Assert.Equal((StatusCode.Internal, "Error starting gRPC call. InvalidOperationException: no token"), (exception.StatusCode, exception.Status.Detail));
    }

    [Fact]
    public void Without_a_client_factory_the_message_says_what_to_do()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().ReplaceGrpcTransport(_library));

        Assert.Contains("AddGrpcClient<LibraryClient>", exception.Message, StringComparison.Ordinal);
    }

#pragma warning disable GSDK3007 // The test makes unary calls only.
    private sealed class AddHeader(string key, string value) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, Add(context));

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, Add(context));

        private ClientInterceptorContext<TRequest, TResponse> Add<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class =>
            new(context.Method, context.Host, context.Options.WithHeaders(new Metadata { { key, value } }));
    }
}
