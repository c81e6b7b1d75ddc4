// Between records and the messages of acme.events.v1.

using System.Globalization;
using Acme.Events.V1;
using Google.Protobuf.WellKnownTypes;
using Showcase.Live;

namespace Showcase.Events;

internal static class EventMessages
{
    public const char TokenKind = 'e';

    public static Event ToMessage(this EventRecord record)
    {
        var message = new Event
        {
            Id = record.Number.ToString(CultureInfo.InvariantCulture),
            Name = record.Name,
            CreatedAt = record.CreatedAt.ToTimestamp(),
            Duration = record.Duration?.ToDuration(),
            OptionalCount = record.Count,
            Type = record.Type,
            ResumeToken = ResumeToken.Of(TokenKind, record.Number),
        };
        message.Attributes.Add(record.Attributes);
        return message;
    }

    public static EventRecord ToRecord(this Event message) => new()
    {
        Type = message.Type,
        Name = message.Name,
        Duration = message.Duration?.ToTimeSpan(),
        Count = message.OptionalCount,
        Attributes = new Dictionary<string, string>(message.Attributes),
    };
}
