// What page and host say to each other about calls that go through the hub: a browser cannot stream requests over gRPC-Web.

namespace Showcase.Web.Calls;

/// <summary>The hub that makes such calls for the page, and its one method.</summary>
public static class CallTunnel
{
    /// <summary>Where the hub is, below the page's own address.</summary>
    public const string Path = "calls";

    /// <summary>Takes a <see cref="CallStart"/> and a stream of requests; answers with a stream of <see cref="CallFrame"/>.</summary>
    public const string Method = "Call";
}

/// <summary>A call to make.</summary>
/// <param name="Service">Full name of the service.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Metadata">Names and values to send before the first request; binary values in base64.</param>
/// <param name="Timeout">Time the whole call may take; null for as long as it wants.</param>
public sealed record CallStart(string Service, string Method, IReadOnlyList<KeyValuePair<string, string>> Metadata, TimeSpan? Timeout);

/// <summary>Either a response or, last, the end of the call.</summary>
/// <param name="Message">A response in protobuf's binary form.</param>
/// <param name="End">How the call ended.</param>
public sealed record CallFrame(byte[]? Message, CallEnd? End);

/// <summary>How a call ended.</summary>
/// <param name="StatusCode">gRPC's number of the status.</param>
/// <param name="Detail">The status's message.</param>
/// <param name="Trailers">Names and values that came after the last response; binary values in base64.</param>
public sealed record CallEnd(int StatusCode, string Detail, IReadOnlyList<KeyValuePair<string, string>> Trailers);
