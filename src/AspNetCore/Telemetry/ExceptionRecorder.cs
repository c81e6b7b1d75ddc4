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
        var withMessage = options.Value.RecordExceptionMessages;
        var activity = context.Features.Get<IHttpActivityFeature>()?.Activity;
        GrpcCallLog.Failed(
            logger,
            Types(error),
            method,
            code.ToCanonicalName(),
            GrpcCallState.Current?.RequestId,
            activity?.TraceId.ToHexString(),
            withMessage ? ": " + error.Message : "",
            error.StackTrace);

        if (activity is { IsAllDataRequested: true })
        {
            activity.AddEvent(new ActivityEvent("exception", tags: Tags(error, withMessage)));
        }
    }

    private static ActivityTagsCollection Tags(Exception error, bool withMessage)
    {
        var tags = new ActivityTagsCollection { ["exception.type"] = error.GetType().FullName, ["exception.stacktrace"] = error.StackTrace };
        if (withMessage)
        {
            tags["exception.message"] = error.Message;
        }

        return tags;
    }

    private static string Types(Exception error) =>
        error.InnerException is { } inner ? $"{error.GetType().FullName} ({Types(inner)})" : error.GetType().FullName!;
}
