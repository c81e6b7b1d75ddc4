// acme.events.v1.EventService: replay, then live, in one sequence.

using Acme.Events.V1;
using Grpc.Core;
using GrpcSdk;
using Microsoft.AspNetCore.RateLimiting;
using Showcase.Errors;
using Showcase.Live;
using Showcase.Security;

namespace Showcase.Events;

[GrpcService]
internal sealed class EventServiceV1(EventLog log) : EventService.EventServiceBase
{
    [EnableRateLimiting(SecurityArea.Subscriptions)]
    public override async Task SubscribeToEvents(SubscribeRequest request, IServerStreamWriter<Event> responseStream, ServerCallContext context)
    {
        var types = new EventTypes(request.EventTypes);
        var after = await StartAsync(request, context.CancellationToken);

        // Tells the subscriber that its position is fixed: from here on it misses nothing.
        await context.WriteResponseHeadersAsync([]);
        await foreach (var record in log.FollowAsync(after, context.CancellationToken))
        {
            if (types.Contains(record.Type))
            {
                await responseStream.WriteAsync(record.ToMessage(), context.CancellationToken);
            }
        }
    }

    public override async Task<Event> PublishEvent(PublishEventRequest request, ServerCallContext context)
    {
        if (string.IsNullOrWhiteSpace(request.Event?.Type))
        {
            throw RpcErrors.Invalid("event.type", "An event needs a type, such as user.created.");
        }

        if (request.Event.Duration is { } duration && !IsValid(duration.ToTimeSpan))
        {
            throw RpcErrors.Invalid("event.duration", "This is not a valid duration.");
        }

        return (await log.PublishAsync(request.Event.ToRecord(), context.CancellationToken)).ToMessage();
    }

    private async Task<long> StartAsync(SubscribeRequest request, CancellationToken cancellationToken)
    {
        if (request.ResumeToken.Length > 0)
        {
            var position = ResumeToken.Read(EventMessages.TokenKind, request.ResumeToken);
            return position <= await log.LatestAsync(cancellationToken)
                ? position
                : throw RpcErrors.Invalid("resume_token", "The token is of an event that does not exist. Begin without one.");
        }

        if (request.Since is null)
        {
            return await log.LatestAsync(cancellationToken);
        }

        return IsValid(request.Since.ToDateTime)
            ? await log.BeforeAsync(request.Since.ToDateTime(), cancellationToken)
            : throw RpcErrors.Invalid("since", "This is not a valid time.");
    }

    // Google's own types throw when a client made one with impossible values.
    private static bool IsValid<T>(Func<T> convert)
    {
        try
        {
            convert();
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or OverflowException)
        {
            return false;
        }
    }
}
