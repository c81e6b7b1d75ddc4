// Certifier: a client certificate, checked by the server; channels live as long as the object that owns them.
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Authorization;
using Probe;

namespace GrpcSdk.Analyzers.Tests.Usage.Patterns.CertifierStyle;

[Authorize]
public sealed class CertifierService : Greeter.GreeterBase
{
    private string? _thumbprint;

    public override Task<HelloReply> SayHello(HelloRequest request, ServerCallContext context)
    {
        // State within one call: a service is made for every call.
        _thumbprint = context.GetHttpContext().Connection.ClientCertificate?.Thumbprint;
        return Task.FromResult(Answer());
    }

    private HelloReply Answer() => new() { Message = _thumbprint is null ? "Anonymous" : $"Certificate {_thumbprint}" };
}

public sealed class CertifierClients(X509Certificate2 certificate) : IDisposable
{
    private readonly Dictionary<Uri, GrpcChannel> _channels = [];

    public Greeter.GreeterClient For(Uri address)
    {
        if (!_channels.TryGetValue(address, out var channel))
        {
            channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = Handler(), DisposeHttpClient = true });
            _channels.Add(address, channel);
        }

        return new Greeter.GreeterClient(channel);
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private HttpClientHandler Handler()
    {
        var handler = new HttpClientHandler();
        handler.ClientCertificates.Add(certificate);
        return handler;
    }
}
