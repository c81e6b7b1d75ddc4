// Where a host listens: plaintext HTTP/2 for the inside of a cluster and for probes, TLS for everybody else, mutual TLS
// for callers with a certificate, and HTTP/1.1 for browsers.

using System.Net;
using GrpcSdk.AspNetCore;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Showcase.Security;

namespace Showcase.Hosting;

internal sealed class HostEndpoints
{
    private ListenOptions? _plain;
    private ListenOptions? _tls;
    private ListenOptions? _mutualTls;
    private ListenOptions? _page;

    /// <summary>HTTP/2 without TLS, as a client of this machine reaches it.</summary>
    public Uri Plain => Of("http", _plain) ?? throw new InvalidOperationException("The host does not listen yet.");

    /// <summary>HTTP/1.1 and HTTP/2 over TLS; null when the host has no certificates.</summary>
    public Uri? Tls => Of("https", _tls);

    /// <summary>The same, for callers with a certificate of the authority only.</summary>
    public Uri? MutualTls => Of("https", _mutualTls);

    /// <summary>HTTP/1.1 without TLS, for the page and for Prometheus; null when the host has no page.</summary>
    public Uri? Page => Of("http", _page);

    /// <summary>Opens the endpoints on the port of the options and those after it.</summary>
    public void Listen(KestrelServerOptions kestrel, ShowcaseOptions options, HostCertificates? certificates)
    {
        kestrel.Limits.MaxConcurrentConnections = options.Limits.Connections;
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.Limits.StreamsPerConnection;
        // Finds connections whose client is gone without a word.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

        var address = options.Loopback ? IPAddress.Loopback : IPAddress.IPv6Any;
        kestrel.Listen(address, options.Port, listen => (_plain = listen).Protocols = HttpProtocols.Http2);
        if (certificates is not null)
        {
            kestrel.Listen(address, After(options.Port, 1), listen => (_tls = listen).UseHttps(certificates.Server));
            kestrel.Listen(address, After(options.Port, 2), listen => (_mutualTls = listen).UseGrpcMutualTls(certificates.Server, certificates.Authority));
        }

        if (options.Page)
        {
            kestrel.Listen(address, After(options.Port, 3), listen => (_page = listen).Protocols = HttpProtocols.Http1);
        }
    }

    private static int After(int port, int offset) => port == 0 ? 0 : port + offset;

    // Kestrel replaces the end point by the one that it got.
    private static Uri? Of(string scheme, ListenOptions? listen) =>
        listen?.IPEndPoint is { } bound
            ? new UriBuilder(scheme, bound.Address.Equals(IPAddress.IPv6Any) ? "localhost" : bound.Address.ToString(), bound.Port).Uri
            : null;
}
