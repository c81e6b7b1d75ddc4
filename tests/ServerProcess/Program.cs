// Serves ProbeApi on a free loopback port, prints "listening <uri>", and stops on SIGTERM by draining.
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore;
using GrpcSdk.AspNetCore.Tests.Harness;
using GrpcSdk.AspNetCore.Tests.Protos;
using Microsoft.AspNetCore.Server.Kestrel.Core;

[assembly: GrpcInterceptor<RecoveryInterceptor>(Order = 100)]
[assembly: GrpcInterceptor<ResourceAuthorizationInterceptor>(Order = 200)]
[assembly: GrpcInterceptor<ValidationInterceptor>(Order = 300)]
[assembly: GrpcClient<Probe.ProbeClient>]

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
builder.Services.AddSingleton(new ProbeScript { Handler = Script.RunAsync, Replies = int.MaxValue });
builder.Services.AddGrpcSdkServices();
builder.Services.AddGrpcSdkClients(builder.Configuration);
builder.Services.AddGrpcHealthChecks();
builder.Services.AddGrpcDrain(options => options.HealthDelay = TimeSpan.FromMilliseconds(300));
builder.Services.AddGrpcValidator<ProbeRequest>((message, violations) => violations.Require(message.Text != "bad", "text", "must not be bad"));

var app = builder.Build();
app.UseGrpcSdk();
app.MapGrpcSdkServices();
app.MapGrpcHealthChecksService();
await app.StartAsync();
Console.WriteLine($"listening {app.Urls.Single()}");
await app.WaitForShutdownAsync();
Console.WriteLine($"accepted {Script.Accepted}");

/// <summary>What the handlers do: streams stay open until they are cancelled, unary calls take a moment.</summary>
internal static class Script
{
    private static int _accepted;

    /// <summary>How many unary calls reached the handler.</summary>
    public static int Accepted => _accepted;

    public static Task RunAsync(ServerCallContext context) => context.Method.EndsWith("/Unary", StringComparison.Ordinal)
        ? TakeAMomentAsync()
        : context.Method.EndsWith("/ServerStream", StringComparison.Ordinal)
            ? Task.Delay(Timeout.Infinite, context.CancellationToken)
            : Task.CompletedTask;

    private static Task TakeAMomentAsync()
    {
        Interlocked.Increment(ref _accepted);
        return Task.Delay(TimeSpan.FromMilliseconds(50));
    }
}
