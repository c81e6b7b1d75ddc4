using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace GrpcSdk.AspNetCore;

/// <summary>What the telemetry middleware records of each call.</summary>
public sealed class GrpcTelemetryOptions
{
    /// <summary>Whether a call is also logged when it begins, at <see cref="LogLevel.Debug"/>. Default <see langword="true"/>.</summary>
    public bool LogStart { get; set; } = true;

    /// <summary>Which level the end of a call is logged at. Default <see cref="DefaultLevel"/>.</summary>
    public Func<StatusCode, LogLevel> Level { get; set; } = DefaultLevel;

    /// <summary>
    /// Names of request metadata whose values are logged with a call. Empty by default; a value is cut at 256 characters,
    /// and <c>authorization</c>, <c>cookie</c> and names that end in <c>-bin</c> are always logged as <c>[redacted]</c>.
    /// </summary>
    public ISet<string> LoggedMetadata { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether messages of exceptions may be logged and put on spans. Default <see langword="false"/>: such messages
    /// carry connection strings, tokens and personal data more often than one thinks. Type and stack are always logged.
    /// </summary>
    public bool RecordExceptionMessages { get; set; }

    /// <summary>
    /// What may be logged of an exception, for logs of your own: its types and stack, and its text only with
    /// <see cref="RecordExceptionMessages"/>. <c>logger.LogError(exception, …)</c> writes all of its texts, the inner ones too.
    /// </summary>
    /// <param name="error">The exception.</param>
    /// <returns>Text of several lines.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is <see langword="null"/>.</exception>
    public string Describe(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return LoggedException.Of(error, this).ToString();
    }

    /// <summary>
    /// Information for OK and for what callers cause in normal work; Warning for what may need a look; Error for
    /// UNKNOWN, UNIMPLEMENTED, INTERNAL and DATA_LOSS.
    /// </summary>
    /// <param name="code">The status of the call.</param>
    public static LogLevel DefaultLevel(StatusCode code) => code switch
    {
        StatusCode.OK or StatusCode.Cancelled or StatusCode.InvalidArgument or StatusCode.NotFound
            or StatusCode.AlreadyExists or StatusCode.Unauthenticated => LogLevel.Information,
        StatusCode.Unknown or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.DataLoss => LogLevel.Error,
        _ => LogLevel.Warning,
    };
}
