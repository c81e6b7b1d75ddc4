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
    public void Listen(KestrelServerOptions kestrel, ShowcaseOptions options, HostLimits limits, HostCertificates? certificates)
    {
        Limit(kestrel.Limits, limits);
        var callers = new ConnectionsPerCaller(limits.ConnectionsPerCaller);
        var address = options.Loopback ? IPAddress.Loopback : IPAddress.IPv6Any;
        Listen(options.Port, listen => (_plain = listen).Protocols = HttpProtocols.Http2);
        if (certificates is not null)
        {
            Listen(After(options.Port, 1), listen => (_tls = listen).UseHttps(certificates.Server));
            Listen(After(options.Port, 2), listen => (_mutualTls = listen).UseGrpcMutualTls(certificates.Server, certificates.Authority));
        }

        if (options.Page)
        {
            Listen(After(options.Port, 3), listen => (_page = listen).Protocols = HttpProtocols.Http1);
        }

        void Listen(int port, Action<ListenOptions> configure) => kestrel.Listen(address, port, listen =>
        {
            // Before TLS: a handshake is what costs most.
            listen.Use(callers.Limit);
            configure(listen);
        });
    }

    private static void Limit(KestrelServerLimits kestrel, HostLimits limits)
    {
        kestrel.MaxConcurrentConnections = limits.Connections;
        kestrel.KeepAliveTimeout = limits.Idle;
        kestrel.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        kestrel.RequestHeadersTimeout = limits.Headers;
        kestrel.Http2.MaxRequestHeaderFieldSize = limits.HeaderBytes;
        kestrel.Http2.MaxStreamsPerConnection = limits.StreamsPerConnection;
        kestrel.Http2.InitialConnectionWindowSize = limits.ReceiveWindow;
        kestrel.Http2.InitialStreamWindowSize = limits.ReceiveWindow;
        // Finds connections whose client is gone without a word.
        kestrel.Http2.KeepAlivePingDelay = limits.PingAfter;
        kestrel.Http2.KeepAlivePingTimeout = limits.PingPatience;
    }

    private static int After(int port, int offset) => port == 0 ? 0 : port + offset;

    // Kestrel replaces the end point by the one that it got.
    private static Uri? Of(string scheme, ListenOptions? listen) =>
        listen?.IPEndPoint is { } bound
            ? new UriBuilder(scheme, bound.Address.Equals(IPAddress.IPv6Any) ? "localhost" : bound.Address.ToString(), bound.Port).Uri
            : null;
}
