using Microsoft.Extensions.Logging;

namespace GrpcSdk.AspNetCore;

/// <summary>How <see cref="PayloadLogInterceptor"/> writes messages.</summary>
public sealed class GrpcPayloadOptions
{
    /// <summary>The level of the records. Default <see cref="LogLevel.Debug"/>.</summary>
    public LogLevel Level { get; set; } = LogLevel.Debug;

    /// <summary>After how many characters the text of a message is cut. Default 1,024.</summary>
    public int MaxLength { get; set; } = 1_024;

    /// <summary>
    /// Full names of further fields whose values are not written, for example <c>acme.User.email</c>, beside those that the
    /// .proto marks with <c>debug_redact</c>.
    /// </summary>
    public ISet<string> RedactedFields { get; } = new HashSet<string>(StringComparer.Ordinal);
}
