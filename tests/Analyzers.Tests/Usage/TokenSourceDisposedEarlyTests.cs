using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class TokenSourceDisposedEarlyTests
{
    [Theory]
    [InlineData("public Task<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); return [|client.SayHelloAsync(request, cancellationToken: cts.Token)|].ResponseAsync; }")]
    [InlineData("public AsyncUnaryCall<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); return [|client.SayHelloAsync(request, cancellationToken: cts.Token)|]; }")]
    [InlineData("public AsyncServerStreamingCall<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); var call = [|client.ListHellos(request, new CallOptions(cancellationToken: cts.Token))|]; return call; }")]
    [InlineData("public IAsyncEnumerable<HelloReply> Get(HelloRequest request, CancellationToken token) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); return [|client.ListHellos(request, cancellationToken: cts.Token)|].ResponseStream.ReadAllAsync(); }")]
    [InlineData("public async Task<HelloReply> Get(HelloRequest request) { AsyncUnaryCall<HelloReply> call; using (var cts = new CancellationTokenSource(1000)) { call = [|client.SayHelloAsync(request, cancellationToken: cts.Token)|]; } return await call; }")]
    [InlineData("public async Task<HelloReply> Get(HelloRequest request) { var cts = new CancellationTokenSource(1000); var call = [|client.SayHelloAsync(request, cancellationToken: cts.Token)|]; cts.Dispose(); return await call; }")]
    [InlineData("private AsyncServerStreamingCall<HelloReply>? _call;\npublic void Open(HelloRequest request) { using var cts = new CancellationTokenSource(); _call = [|client.ListHellos(request, cancellationToken: cts.Token)|]; }")]
    [InlineData("public Task<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); var token = cts.Token; return [|client.SayHelloAsync(request, cancellationToken: token)|].ResponseAsync; }")]
    [InlineData("public Task<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); var options = new CallOptions(cancellationToken: cts.Token); return [|client.SayHelloAsync(request, options)|].ResponseAsync; }")]
    public Task Reports_a_source_that_is_gone_before_its_call(string member) => Verify<TokenSourceDisposedEarlyRule>.Reports(Sources.Client("", member));

    [Theory]
    [InlineData("public async Task<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); return await client.SayHelloAsync(request, cancellationToken: cts.Token); }")]
    [InlineData("public async Task<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); return await client.SayHelloAsync(request, cancellationToken: cts.Token).ResponseAsync.ConfigureAwait(false); }")]
    [InlineData("public async Task<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); var call = client.SayHelloAsync(request, cancellationToken: cts.Token); return await call; }")]
    [InlineData("public async IAsyncEnumerable<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(); using var call = client.ListHellos(request, cancellationToken: cts.Token); await foreach (var reply in call.ResponseStream.ReadAllAsync()) { yield return reply; } }")]
    [InlineData("public Task<HelloReply> Get(HelloRequest request) { var cts = new CancellationTokenSource(1000); return client.SayHelloAsync(request, cancellationToken: cts.Token).ResponseAsync; }")]
    [InlineData("public Task<HelloReply> Get(HelloRequest request, CancellationToken token) { using var cts = new CancellationTokenSource(1000); return client.SayHelloAsync(request, cancellationToken: token).ResponseAsync; }")]
    [InlineData("public async Task<HelloReply> Get(HelloRequest request) { var cts = new CancellationTokenSource(1000); var reply = await client.SayHelloAsync(request, cancellationToken: cts.Token); cts.Dispose(); return reply; }")]
    [InlineData("public async Task<HelloReply> Get(HelloRequest request) { AsyncUnaryCall<HelloReply> call; using (var cts = new CancellationTokenSource(1000)) { call = client.SayHelloAsync(request, cancellationToken: cts.Token); await call; } return await call; }")]
    [InlineData("public async Task<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); using var call = client.SayHelloAsync(request, cancellationToken: cts.Token); return await Retry(() => call.ResponseAsync); static Task<HelloReply> Retry(Func<Task<HelloReply>> get) => get(); }")]
    [InlineData("public HelloReply Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); return client.SayHello(request, cancellationToken: cts.Token); }")]
    public Task Is_silent_on_a_source_that_lives_as_long_as_its_call(string member) => Verify<TokenSourceDisposedEarlyRule>.Silent(Sources.Client("", member));

    [Fact]
    public Task Names_both() => Verify<TokenSourceDisposedEarlyRule>.ReportsMessage(
        Sources.Client("", "public Task<HelloReply> Get(HelloRequest request) { using var cts = new CancellationTokenSource(1000); return [|client.SayHelloAsync(request, cancellationToken: cts.Token)|].ResponseAsync; }"),
        "'cts' is disposed before 'SayHelloAsync' has ended: its timeout and what it is linked to no longer cancel the call");
}
