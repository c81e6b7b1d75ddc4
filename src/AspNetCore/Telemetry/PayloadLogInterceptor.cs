using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// Logs each message that is received and sent, as JSON, for debugging. Nothing logs payloads unless this interceptor is
/// declared, and fields with <c>[debug_redact = true]</c> are left out whatever the level, as is what no .proto can mark: the
/// contents of <c>Any</c>, <c>Struct</c>, <c>Value</c> and <c>ListValue</c>. A message that cannot be written never fails its call.
/// </summary>
/// <param name="logger">Where the messages are logged.</param>
/// <param name="options">Level, length, further fields to leave out.</param>
public sealed partial class PayloadLogInterceptor(ILogger<PayloadLogInterceptor> logger, IOptions<GrpcPayloadOptions> options) : ServerInterceptor
{
    /// <inheritdoc/>
    protected override bool ObservesMessages => logger.IsEnabled(options.Value.Level);

    /// <inheritdoc/>
    protected override ValueTask OnMessageReceivedAsync(ServerCall call, object message) => Log(call, "received", message);

    /// <inheritdoc/>
    protected override ValueTask OnMessageSentAsync(ServerCall call, object message) => Log(call, "sent", message);

    private ValueTask Log(ServerCall call, string direction, object message)
    {
        ArgumentNullException.ThrowIfNull(call);
        var settings = options.Value;
        if (message is IMessage protobuf && logger.IsEnabled(settings.Level))
        {
            var text = TextOf(protobuf, settings);
            var shown = text.Length <= settings.MaxLength ? text : string.Concat(text.AsSpan(0, settings.MaxLength), "…");
            Payload(logger, settings.Level, call.Method, direction, shown);
        }

        return ValueTask.CompletedTask;
    }

    // A log must never fail a call, whatever is in the message.
    private static string TextOf(IMessage message, GrpcPayloadOptions settings)
    {
        try
        {
            return MessageRedaction.ToText(message, settings.RedactedFields);
        }
        catch (Exception e)
        {
            return $"{message.Descriptor.FullName}, which cannot be written ({e.GetType().Name})";
        }
    }

    [LoggerMessage(EventId = 4, Message = "gRPC call {Method} {Direction} {Payload}")]
    private static partial void Payload(ILogger logger, LogLevel level, string method, string direction, string payload);
}
