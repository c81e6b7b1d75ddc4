using System.Globalization;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Ends a call from middleware, before gRPC itself runs: HTTP 200 with the status in the headers ("trailers-only"),
/// which every client reads as the status of the call. An HTTP error code would reach it as something else.
/// </summary>
internal static class GrpcRejection
{
    private const string UnreservedMarks = " !\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~";

    internal static Task WriteAsync(HttpContext context, RpcException error, TimeSpan? pushback = null)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = context.Request.ContentType ?? GrpcProtocol.ContentType;
        response.ContentLength = null;
        response.Headers[GrpcProtocol.StatusHeader] = ((int)error.StatusCode).ToString(CultureInfo.InvariantCulture);
        response.Headers[GrpcProtocol.MessageHeader] = PercentEncode(error.Status.Detail);
        foreach (var entry in error.Trailers)
        {
            response.Headers[entry.Key] = entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value;
        }

        if (pushback is { } delay)
        {
            response.Headers[GrpcProtocol.PushbackHeader] = ((long)delay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        return response.CompleteAsync();
    }

    /// <summary>Percent-encodes UTF-8 as grpc-message wants it: everything outside the printable ASCII range, and %.</summary>
    internal static string PercentEncode(string text)
    {
        StringBuilder? encoded = null;
        for (var i = 0; i < text.Length; i++)
        {
            var plain = char.IsAsciiLetterOrDigit(text[i]) || UnreservedMarks.Contains(text[i], StringComparison.Ordinal);
            if (plain)
            {
                encoded?.Append(text[i]);
                continue;
            }

            encoded ??= new StringBuilder(text, 0, i, text.Length * 2);
            var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            foreach (var octet in Encoding.UTF8.GetBytes(text, i, length))
            {
                encoded.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
            }

            i += length - 1;
        }

        return encoded?.ToString() ?? text;
    }
}
