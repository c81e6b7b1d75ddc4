// Takes gRPC requests from a real channel to mocks.
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>A server of mocks without a network.</summary>
internal sealed class MockHttpHandler(IReadOnlyList<GrpcMock> mocks) : HttpMessageHandler
{
    // Headers of the transport, which servers do not show to their methods.
    private static readonly HashSet<string> TransportHeaders = new(StringComparer.OrdinalIgnoreCase) { "te", "grpc-timeout", "grpc-encoding", "grpc-accept-encoding", "content-type", "host" };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath.TrimStart('/').Split('/');
        var mock = mocks.FirstOrDefault(m => path.Length == 2 && m.Service == path[0]);
        if (mock?.RpcNamed(path[1]) is not { } rpc)
        {
            return GrpcHttpResponse.TrailersOnly(request, new Status(StatusCode.Unimplemented, mock is null ? "Service is unimplemented." : "Method is unimplemented."), []);
        }

        var details = new CallDetails(
            request.Headers.Host,
            HeadersOf(request.Headers),
            null,
            null,
            IsWaitForReady: false,
            cancellationToken);
        return await rpc.AnswerAsync(request, WithDeadline(details, request.Headers, mock.Options.Time), cancellationToken).ConfigureAwait(false);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    private static Metadata HeadersOf(HttpRequestHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (key, values) in headers.NonValidated)
        {
            foreach (var value in TransportHeaders.Contains(key) ? [] : values.AsEnumerable())
            {
                metadata.Add(GrpcHttpResponse.Entry(key, value));
            }
        }

        return metadata;
    }

    private static CallDetails WithDeadline(CallDetails details, HttpRequestHeaders headers, TimeProvider time)
    {
        if (!headers.TryGetValues("grpc-timeout", out var values) || ParseTimeout(values.First()) is not { } timeout)
        {
            return details;
        }

        return details with { Deadline = time.GetUtcNow().UtcDateTime + timeout, TimeToDeadline = timeout };
    }

    // https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: digits and a unit.
    private static TimeSpan? ParseTimeout(string text)
    {
        if (text.Length < 2 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return null;
        }

        return text[^1] switch
        {
            'H' => TimeSpan.FromHours(amount),
            'M' => TimeSpan.FromMinutes(amount),
            'S' => TimeSpan.FromSeconds(amount),
            'm' => TimeSpan.FromMilliseconds(amount),
            'u' => TimeSpan.FromMicroseconds(amount),
            'n' => TimeSpan.FromTicks(amount / 100),
            _ => null,
        };
    }
}

/// <summary>gRPC responses as HTTP has them.</summary>
internal static class GrpcHttpResponse
{
    private static readonly MediaTypeHeaderValue ContentType = new("application/grpc");

    /// <summary>A response of headers, before its body.</summary>
    public static HttpResponseMessage Start(HttpRequestMessage request, Metadata headers, HttpContent content)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Version = request.Version, Content = content };
        content.Headers.ContentType = ContentType;
        Add(response.Headers, headers);
        return response;
    }

    /// <summary>A response that is over at once.</summary>
    public static HttpResponseMessage TrailersOnly(HttpRequestMessage request, Status status, Metadata trailers)
    {
        var response = Start(request, trailers, new ByteArrayContent([]));
        Add(response.Headers, status);
        return response;
    }

    public static void End(HttpResponseMessage response, Status status, Metadata trailers)
    {
        Add(response.TrailingHeaders, trailers);
        Add(response.TrailingHeaders, status);
    }

    public static Metadata.Entry Entry(string key, string value)
    {
        key = key.ToLowerInvariant();
        return key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal)
            ? new Metadata.Entry(key, Convert.FromBase64String(value.PadRight((value.Length + 3) / 4 * 4, '=')))
            : new Metadata.Entry(key, value);
    }

    private static void Add(HttpHeaders headers, Status status)
    {
        headers.TryAddWithoutValidation("grpc-status", ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(status.Detail))
        {
            headers.TryAddWithoutValidation("grpc-message", Uri.EscapeDataString(status.Detail));
        }
    }

    private static void Add(HttpHeaders headers, Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            headers.TryAddWithoutValidation(entry.Key, entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value);
        }
    }
}
