using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Turns HPACK's dynamic table off for responses. Each response has a request id of its own, so that the table fills with
/// entries that never come again, and Kestrel looks through all of them for each response: that takes longer than writing
/// the few headers of a gRPC response, and the table has no room for what does come again.
/// </summary>
internal sealed class UniqueHeaders : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options) => options.AllowResponseHeaderCompression = false;
}
