using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class ShutdownBlindStreamFixTests
{
    [Fact]
    public Task Watches_the_lifetime_that_the_class_has() => VerifyFix<ShutdownBlindStreamRule, ShutdownBlindStreamFix>.Changes(
        Sources.Duplex("[|while|] (!context.CancellationToken.IsCancellationRequested)\n{\n    await Task.Delay(1000, context.CancellationToken);\n}", "private readonly IHostApplicationLifetime _lifetime = null!;"),
        Sources.Duplex("using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _lifetime.ApplicationStopping);\ntry\n{\n    while (!stopping.Token.IsCancellationRequested)\n    {\n        await Task.Delay(1000, stopping.Token);\n    }\n}\ncatch (OperationCanceledException) when (stopping.IsCancellationRequested)\n{\n    // The loop has ended, as its condition says.\n}", "private readonly IHostApplicationLifetime _lifetime = null!;"));

    [Fact]
    public Task Asks_for_the_lifetime_in_the_primary_constructor() => VerifyFix<ShutdownBlindStreamRule, ShutdownBlindStreamFix>.Changes(
        Service("[|while|] (true)", "Catalog.CatalogClient catalog", ""),
        Service("while (!stopping.IsCancellationRequested)", "Catalog.CatalogClient catalog, IHostApplicationLifetime lifetime", "\n        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);"));

    [Fact]
    public Task Leaves_a_class_without_primary_constructor_alone() => VerifyFix<ShutdownBlindStreamRule, ShutdownBlindStreamFix>.Leaves(
        Sources.Duplex("[|for|] (;;) { await responseStream.WriteAsync(new HelloReply()); }"));

    private static string Service(string loop, string parameters, string before) => $$"""
        public sealed class GreeterService({{parameters}}) : Greeter.GreeterBase
        {
            public override async Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
            {
                Console.WriteLine(catalog);{{before}}
                {{loop}}
                {
                    await responseStream.WriteAsync(new HelloReply());
                }
            }
        }
        """;
}
