// Compression where it pays: a page of a list shrinks to a fraction, a single small message would grow.

using Grpc.Core;

namespace Showcase.Hosting;

internal static class Gzip
{
    private const string Accepted = "grpc-accept-encoding";

    // How grpc-dotnet lets a handler choose the encoding of its call.
    private const string Chosen = "grpc-internal-encoding-request";

    /// <summary>Compresses the messages of a call from here on, if the caller can read that.</summary>
    public static Task UseGzipAsync(this ServerCallContext context) =>
        context.GetHttpContext().Request.Headers[Accepted].ToString().Split(',', StringSplitOptions.TrimEntries).Contains("gzip")
            ? context.WriteResponseHeadersAsync(new Metadata { { Chosen, "gzip" } })
            : Task.CompletedTask;
}
