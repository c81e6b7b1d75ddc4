// The fix of GSDK3010, run: a stream that ends quietly when its client leaves does so after the fix, too, and at once.
using System.Reflection;
using System.Runtime.Loader;
using GrpcSdk.Analyzers.Tests.Harness;
using GrpcSdk.Analyzers.Usage;
using GrpcSdk.CodeFixes.Usage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GrpcSdk.CodeFixes.Tests.Usage;

public class QuietEndTests
{
    private static int _assemblies;

    [Theory]
    [InlineData("while (!context.CancellationToken.IsCancellationRequested) { await responseStream.WriteAsync(new HelloReply()); await Task.Delay(Host.Pause); }")]
    [InlineData("while (true) { if (context.CancellationToken.IsCancellationRequested) { break; } await responseStream.WriteAsync(new HelloReply()); await Task.Delay(Host.Pause); }")]
    [InlineData("do { await responseStream.WriteAsync(new HelloReply()); await Task.Delay(Host.Pause); } while (!context.CancellationToken.IsCancellationRequested);")]
    [InlineData("for (var turn = 0; !context.CancellationToken.IsCancellationRequested; turn++) { await responseStream.WriteAsync(new HelloReply()); if (turn >= 0) { await Task.Delay(Host.Pause); } }")]
    [InlineData("var token = context.CancellationToken; while (!token.IsCancellationRequested) { await responseStream.WriteAsync(new HelloReply()); await Task.WhenAll(new[] { 1 }.Select(async _ => await Task.Delay(Host.Pause))); }")]
    [InlineData("while (!context.CancellationToken.IsCancellationRequested) { await responseStream.WriteAsync(new HelloReply()); await Wait(); }\nasync Task Wait() => await Task.Delay(Host.Pause);")]
    [InlineData("while (!context.CancellationToken.IsCancellationRequested) { await responseStream.WriteAsync(new HelloReply()); await PauseAsync(context); }")]
    [InlineData("while (!context.CancellationToken.IsCancellationRequested) { await responseStream.WriteAsync(new HelloReply()); await catalog.FindAsync(request); }")]
    public async Task A_stream_that_ends_quietly_still_does(string statements)
    {
        var source = Source(statements);
        Assert.Equal("ended", await RunAsync(source, pause: 1));

        // For ever: only the token ends this wait.
        Assert.Equal("ended", await RunAsync(await FixAllAsync(source), pause: Timeout.Infinite));
    }

    /// <summary>One that throws is not caught: its author has not asked for a quiet end.</summary>
    [Fact]
    public async Task A_stream_that_has_no_quiet_end_is_cancelled()
    {
        var result = await RunAsync(await FixAllAsync(Source("await responseStream.WriteAsync(new HelloReply()); await Task.Delay(Host.Pause);")), pause: Timeout.Infinite);

        Assert.Equal(nameof(TaskCanceledException), result);
    }

    private static async Task<string> FixAllAsync(string source)
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Quiet", "Quiet", LanguageNames.CSharp, compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary), metadataReferences: GrpcReferences.All));
        var document = project.AddDocument("Globals.cs", GrpcReferences.GlobalUsings).Project.AddDocument("Source.cs", source);
        for (var round = 0; round < 5; round++)
        {
            var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
            DiagnosticAnalyzer analyzer = new RuleAnalyzer<IgnoredTokenRule>();
            if ((await compilation.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)).FirstOrDefault() is not { } diagnostic)
            {
                break;
            }

            var actions = new List<CodeAction>();
            await new IgnoredTokenFix().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
            var operations = await Assert.Single(actions).GetOperationsAsync(TestContext.Current.CancellationToken);
            document = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        }

        var text = (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        Assert.NotEqual(source, text);
        return text;
    }

    private static async Task<string> RunAsync(string source, int pause)
    {
        var compilation = CSharpCompilation.Create(
            "Quiet" + Interlocked.Increment(ref _assemblies), [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(GrpcReferences.GlobalUsings)], GrpcReferences.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics) + source);
        image.Position = 0;
        var host = AssemblyLoadContext.Default.LoadFromStream(image).GetType("Host")!;
        var run = host.GetMethod("RunAsync", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Func<int, Task<string>>>();
        return await run(pause).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    /// <summary>The service, and what calls it as a test does: it cancels once the first message is there, and waits for the end.</summary>
    private static string Source(string statements) => $$"""
        public sealed class GreeterService(Catalog.CatalogClient catalog) : Greeter.GreeterBase
        {
            public override async Task ListHellos(HelloRequest request, IServerStreamWriter<HelloReply> responseStream, ServerCallContext context)
            {
                _ = catalog;
                {{statements}}
            }

            private static Task PauseAsync(ServerCallContext context) => Task.Delay(Host.Pause);
        }

        public static class Host
        {
            public static int Pause { get; private set; }

            public static async Task<string> RunAsync(int pause)
            {
                Pause = pause;
                using var client = new CancellationTokenSource();
                var writer = new Writer();
                var call = new GreeterService(new Catalog.CatalogClient(new Waiting())).ListHellos(new HelloRequest(), writer, new Context(client.Token));
                await writer.First.Task;
                client.Cancel();
                try
                {
                    await call;
                    return "ended";
                }
                catch (Exception exception)
                {
                    return exception.GetType().Name;
                }
            }
        }

        public sealed class Writer : IServerStreamWriter<HelloReply>
        {
            public TaskCompletionSource First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public WriteOptions WriteOptions { get; set; }

            public Task WriteAsync(HelloReply message)
            {
                First.TrySetResult();
                return Task.CompletedTask;
            }
        }

        /// <summary>A dependency that answers in time, or fails as gRPC does when the call is cancelled.</summary>
        public sealed class Waiting : CallInvoker
        {
            public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string host, CallOptions options, TRequest request) =>
                new(AnswerAsync<TResponse>(options.CancellationToken), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => new Metadata(), () => { });

            private static async Task<T> AnswerAsync<T>(CancellationToken token)
            {
                try
                {
                    await Task.Delay(Host.Pause, token);
                    return (T)(object)new HelloReply();
                }
                catch (OperationCanceledException)
                {
                    throw new RpcException(new Status(StatusCode.Cancelled, "Call canceled by the client."));
                }
            }

            public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string host, CallOptions options, TRequest request) => throw new NotSupportedException();

            public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string host, CallOptions options, TRequest request) => throw new NotSupportedException();

            public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string host, CallOptions options) => throw new NotSupportedException();

            public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string host, CallOptions options) => throw new NotSupportedException();
        }

        public sealed class Context(CancellationToken token) : ServerCallContext
        {
            protected override string MethodCore => "/probe.Greeter/ListHellos";

            protected override string HostCore => "localhost";

            protected override string PeerCore => "ipv4:127.0.0.1:1";

            protected override DateTime DeadlineCore => DateTime.MaxValue;

            protected override Metadata RequestHeadersCore { get; } = new();

            protected override CancellationToken CancellationTokenCore => token;

            protected override Metadata ResponseTrailersCore { get; } = new();

            protected override Status StatusCore { get; set; }

            protected override WriteOptions WriteOptionsCore { get; set; }

            protected override AuthContext AuthContextCore => new("", new Dictionary<string, List<AuthProperty>>());

            protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions options) => throw new NotSupportedException();

            protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
        }
        """;
}
