using System.Diagnostics;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>Writes an unexpected exception to the log and to the span of the call: type and stack, the text only when allowed.</summary>
internal sealed class ExceptionRecorder(ILogger logger, IOptions<GrpcTelemetryOptions> options)
{
    internal void Record(HttpContext context, string method, Exception error, StatusCode code)
    {
        var logged = LoggedException.Of(error, options.Value);
        var activity = context.Features.Get<IHttpActivityFeature>()?.Activity;
        GrpcCallLog.Failed(
            logger,
            logged.Types,
            method,
            code.ToCanonicalName(),
            GrpcCallState.Current?.RequestId,
            activity?.TraceId.ToHexString(),
            logged.Suffix,
            logged.StackTrace);

        if (activity is { IsAllDataRequested: true })
        {
            activity.AddEvent(new ActivityEvent("exception", tags: Tags(error.GetType(), logged)));
        }
    }

    private static ActivityTagsCollection Tags(Type type, LoggedException logged)
    {
        var tags = new ActivityTagsCollection { ["exception.type"] = type.FullName, ["exception.stacktrace"] = logged.StackTrace };
        if (logged.Message is { } message)
        {
            tags["exception.message"] = message;
        }

        return tags;
    }
}
