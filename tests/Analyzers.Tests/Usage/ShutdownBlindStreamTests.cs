using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;

namespace GrpcSdk.Analyzers.Tests.Usage;

public class ShutdownBlindStreamTests
{
    private const string Send = "await responseStream.WriteAsync(new HelloReply()); await Task.Delay(1000, context.CancellationToken);";

    [Theory]
    [InlineData("[|while|] (!context.CancellationToken.IsCancellationRequested) { " + Send + " }")]
    [InlineData("[|while|] (true) { " + Send + " }")]
    [InlineData("[|for|] (;;) { " + Send + " }")]
    [InlineData("var token = context.CancellationToken;\n[|while|] (!token.IsCancellationRequested) { await responseStream.WriteAsync(new HelloReply(), token); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));\n[|while|] (await timer.WaitForNextTickAsync(context.CancellationToken)) { await responseStream.WriteAsync(new HelloReply()); }")]
    [InlineData("[|while|] (true) { foreach (var i in new[] { 1 }) { break; } " + Send + " }")]
    public Task Reports_a_stream_that_only_its_client_ends(string statements) => Verify<ShutdownBlindStreamRule>.Reports(Sources.Duplex(statements));

    [Theory]
    [InlineData("using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, new CancellationToken(false));\nwhile (!stopping.IsCancellationRequested) { await responseStream.WriteAsync(new HelloReply()); }")]
    [InlineData("while (!Lifetime.ApplicationStopping.IsCancellationRequested) { " + Send + " }")]
    [InlineData("while (true) { if (context.Peer.Length == 0) { break; } " + Send + " }")]
    [InlineData("while (true) { if (context.Peer.Length == 0) { return; } " + Send + " }")]
    [InlineData("for (var i = 0; i < 10; i++) { " + Send + " }")]
    [InlineData("await foreach (var message in requestStream.ReadAllAsync()) { await responseStream.WriteAsync(new HelloReply()); }")]
    [InlineData("while (await requestStream.MoveNext()) { " + Send + " }")]
    public Task Is_silent_on_streams_that_end_or_watch_the_shutdown(string statements) =>
        Verify<ShutdownBlindStreamRule>.Silent(Sources.Duplex(statements, "private IHostApplicationLifetime Lifetime { get; } = null!;"));

    [Fact]
    public Task Is_silent_on_an_endless_loop_outside_of_a_handler() => Verify<ShutdownBlindStreamRule>.Silent(Sources.Client("while (true) { await client.SayHelloAsync(request); }"));
}
