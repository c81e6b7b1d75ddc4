// Kestrel without gRPC in front of it: tests say frame by frame what a server sends that keeps to no rules.
using System.Buffers.Binary;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcSdk.Runtime.Tests.Harness;

/// <summary>HTTP/2 without TLS; every call is answered by one function.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RawServer(WebApplication app)
    {
        _app = app;
        Channel = GrpcChannel.ForAddress(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public GrpcChannel Channel { get; }

    public static async Task<RawServer> StartAsync(Func<RawCall, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(http => answer(new RawCall(http)));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync(TestContext.Current.CancellationToken);
        await _app.DisposeAsync();
    }
}

/// <summary>One call, as bytes.</summary>
internal sealed class RawCall(HttpContext http)
{
    private const int PrefixLength = 5;

    /// <summary>The RPC's name.</summary>
    public string Method { get; } = http.Request.Path.Value!.Split('/')[^1];

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>The next message of the caller; null when there is none.</summary>
    public async Task<T?> ReadAsync<T>()
        where T : class, IMessage<T>, new()
    {
        var prefix = new byte[PrefixLength];
        if (await http.Request.Body.ReadAtLeastAsync(prefix, PrefixLength, throwOnEndOfStream: false) < PrefixLength)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
        await http.Request.Body.ReadExactlyAsync(message);
        return new MessageParser<T>(() => new()).ParseFrom(message);
    }

    public Task SendAsync(IMessage message)
    {
        var bytes = message.ToByteArray();
        return SendAsync(bytes.Length, bytes);
    }

    /// <summary>A frame that announces so many bytes and has those.</summary>
    public async Task SendAsync(int announced, byte[] bytes)
    {
        Begin();
        var prefix = new byte[PrefixLength];
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(1), announced);
        await http.Response.Body.WriteAsync(prefix);
        await http.Response.Body.WriteAsync(bytes);
        await http.Response.Body.FlushAsync();
    }

    public void End(StatusCode status = StatusCode.OK)
    {
        Begin();
        http.Response.AppendTrailer("grpc-status", $"{(int)status}");
    }

    public async Task SendPageAsync()
    {
        http.Response.ContentType = "text/html";
        await http.Response.WriteAsync("<html>Welcome to the proxy</html>");
    }

    public void Abort() => http.Abort();

    private void Begin()
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "application/grpc";
        }
    }
}
