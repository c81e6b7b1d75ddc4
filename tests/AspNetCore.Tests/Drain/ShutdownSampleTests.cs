// The handlers of docs/rules/GSDK3022.md as programs: what their callers see when the server stops gracefully.
using System.Reflection;
using System.Text.RegularExpressions;
using Grpc.Core;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcSdk.AspNetCore.Tests.Drain;

public partial class ShutdownSampleTests
{
    [Fact]
    public Task The_correct_sample_ends_with_OK() => Stops(SampleAsync, StatusCode.OK);

    [Fact]
    public Task A_handler_whose_token_ends_with_the_server_is_UNAVAILABLE() => Stops(ThrowingAsync, StatusCode.Unavailable);

    [Fact]
    public Task A_handler_whose_token_ends_with_the_drain_is_UNAVAILABLE() => Stops(DrainedAsync, StatusCode.Unavailable);

    [Fact]
    public void The_sample_here_is_that_of_the_page()
    {
        var root = typeof(ShutdownSampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "RepositoryRoot").Value!;
        var page = File.ReadAllText(Path.Combine(root, "docs/rules/GSDK3022.md"));
        var here = File.ReadAllText(Path.Combine(root, "tests/AspNetCore.Tests/Drain/ShutdownSampleTests.cs"));

        Assert.Equal(Code(Correct().Match(page).Groups[1].Value), Code(Sample().Match(here).Groups[1].Value));
    }

    private static async Task Stops(Func<IHostApplicationLifetime, GrpcDrain, ServerCallContext, Func<Task>, Task> handler, StatusCode expected)
    {
        await using var host = await ProbeHost.StartAsync(services => services.AddGrpcDrain(drain => drain.StreamGrace = TimeSpan.FromMinutes(1)).AddGrpcSdkInterceptor<RecoveryInterceptor>());
        var waits = new TaskCompletionSource();
        host.Script.Replies = 1;
        host.Script.Handler = context => handler(
            host.Services.GetRequiredService<IHostApplicationLifetime>(),
            host.Services.GetRequiredService<GrpcDrain>(),
            context,
            () =>
            {
                waits.TrySetResult();
                return Task.CompletedTask;
            });
        using var call = host.Client.ServerStream(new ProbeRequest());
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        await waits.Task.WaitAsync(TimeSpan.FromMinutes(2));

        var stopping = host.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);

        StatusCode code;
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2)))
            {
            }

            code = call.GetStatus().StatusCode;
        }
        catch (RpcException e)
        {
            code = e.StatusCode;
        }

        await stopping;
        Assert.Equal(expected, code);
        Assert.DoesNotContain(host.Logs.GetSnapshot(), record => record.Level >= LogLevel.Error);
    }

    private static async Task SampleAsync(IHostApplicationLifetime lifetime, GrpcDrain drain, ServerCallContext context, Func<Task> write)
    {
        var interval = TimeSpan.FromHours(1);
        var responseStream = new Writer(write);

        // The page's sample.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping);
        while (!stopping.IsCancellationRequested)
        {
            await responseStream.WriteAsync(Next(), context.CancellationToken);
            await Task.Delay(interval, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Its end.
    }

    private static async Task ThrowingAsync(IHostApplicationLifetime lifetime, GrpcDrain drain, ServerCallContext context, Func<Task> write)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await write();
        await Task.Delay(Timeout.Infinite, stopping.Token);
    }

    private static async Task DrainedAsync(IHostApplicationLifetime lifetime, GrpcDrain drain, ServerCallContext context, Func<Task> write)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Token);
        await write();
        await Task.Delay(Timeout.Infinite, stopping.Token);
    }

    private static ProbeReply Next() => new();

    private static string Code(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"## Correct\s+```csharp\s(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Correct();

    [GeneratedRegex(@"// The page's sample\.(.*?)// Its end\.", RegexOptions.Singleline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private sealed class Writer(Func<Task> write)
    {
        public Task WriteAsync(ProbeReply reply, CancellationToken cancellationToken)
        {
            Assert.NotNull(reply);
            cancellationToken.ThrowIfCancellationRequested();
            return write();
        }
    }
}
