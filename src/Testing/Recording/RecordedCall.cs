// One line of a recording: a call with its messages in the order in which they were seen, as JSON.
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;

namespace GrpcSdk.Testing;

/// <summary>What happened in a recorded call.</summary>
internal enum RecordedEvent
{
    Request,
    RequestsCompleted,
    Response,
}

/// <summary>A recorded call. Messages stay JSON until someone knows their type.</summary>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Number">The position of the call by the time at which it began.</param>
/// <param name="Method">The full method name.</param>
/// <param name="Events">Messages and the end of the requests.</param>
/// <param name="Headers">Response headers.</param>
/// <param name="Trailers">Response trailers.</param>
/// <param name="Status">How the call ended.</param>
internal sealed record RecordedCall(
    int Line,
    int Number,
    string Method,
    IReadOnlyList<(RecordedEvent Kind, RecordedMessage? Message)> Events,
    Metadata Headers,
    Metadata Trailers,
    Status Status)
{
    public IEnumerable<RecordedMessage> Requests => Events.Where(e => e.Kind == RecordedEvent.Request).Select(e => e.Message!);

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("call", Number);
            json.WriteString("method", Method);
            json.WriteStartArray("events");
            foreach (var (kind, message) in Events)
            {
                json.WriteStartObject();
                WriteEvent(json, kind, message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteMetadata(json, "headers", Headers);
            WriteMetadata(json, "trailers", Trailers);
            json.WriteString("status", Status.StatusCode.ToString());
            json.WriteString("detail", Status.Detail);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">The line is not what <see cref="ToJson"/> writes.</exception>
    public static RecordedCall Parse(string text, int line)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return new RecordedCall(
                line,
                root.GetProperty("call").GetInt32(),
                root.GetProperty("method").GetString()!,
                [.. root.GetProperty("events").EnumerateArray().Select(ReadEvent)],
                ReadMetadata(root, "headers"),
                ReadMetadata(root, "trailers"),
                new Status(Enum.Parse<StatusCode>(root.GetProperty("status").GetString()!), root.GetProperty("detail").GetString()!));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static void WriteEvent(Utf8JsonWriter json, RecordedEvent kind, RecordedMessage? message)
    {
        if (message is null)
        {
            json.WriteBoolean("requestsCompleted", true);
            return;
        }

        var name = kind == RecordedEvent.Request ? "request" : "response";
        if (message.Json is { } text)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(text);
        }
        else
        {
            json.WriteBase64String(name + "Binary", message.Binary.Span);
        }
    }

    private static (RecordedEvent Kind, RecordedMessage? Message) ReadEvent(JsonElement item)
    {
        if (item.EnumerateObject().FirstOrDefault() is not { Value.ValueKind: not JsonValueKind.Undefined } property)
        {
            throw new FormatException("An event is empty.");
        }

        return property.Name switch
        {
            "request" => (RecordedEvent.Request, new RecordedMessage(property.Value.GetRawText(), default)),
            "response" => (RecordedEvent.Response, new RecordedMessage(property.Value.GetRawText(), default)),
            "requestBinary" => (RecordedEvent.Request, new RecordedMessage(null, property.Value.GetBytesFromBase64())),
            "responseBinary" => (RecordedEvent.Response, new RecordedMessage(null, property.Value.GetBytesFromBase64())),
            "requestsCompleted" => (RecordedEvent.RequestsCompleted, null),
            _ => throw new FormatException($"Unknown event '{property.Name}'."),
        };
    }

    private static void WriteMetadata(Utf8JsonWriter json, string name, Metadata metadata)
    {
        json.WriteStartArray(name);
        foreach (var entry in metadata)
        {
            json.WriteStartArray();
            json.WriteStringValue(entry.Key);
            json.WriteStringValue(entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static Metadata ReadMetadata(JsonElement root, string name)
    {
        var metadata = new Metadata();
        foreach (var entry in root.GetProperty(name).EnumerateArray())
        {
            var (key, value) = (entry[0].GetString()!, entry[1].GetString()!);
            metadata.Add(key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal)
                ? new Metadata.Entry(key, Convert.FromBase64String(value))
                : new Metadata.Entry(key, value));
        }

        return metadata;
    }
}

/// <summary>A message as protobuf JSON or, where JSON would lose something (unknown fields, an <c>Any</c> of an unknown type), as bytes.</summary>
internal sealed record RecordedMessage(string? Json, ReadOnlyMemory<byte> Binary)
{
    public static RecordedMessage From<T>(T message)
        where T : class
    {
        if (message is not IMessage protobuf)
        {
            throw new NotSupportedException($"Only protobuf messages can be recorded, not {typeof(T).Name}.");
        }

        try
        {
            var json = JsonFormatter.Default.Format(protobuf);
            if (JsonParser.Default.Parse(json, protobuf.Descriptor).Equals(protobuf))
            {
                return new RecordedMessage(json, default);
            }
        }
        catch (InvalidOperationException)
        {
            // An Any whose type is unknown.
        }

        return new RecordedMessage(null, protobuf.ToByteArray());
    }

    /// <summary>The message.</summary>
    /// <exception cref="FormatException">The recording was made with another version of the message.</exception>
    public T To<T>()
        where T : class, IMessage<T>, new()
    {
        try
        {
            return Json is not null ? JsonParser.Default.Parse<T>(Json) : new MessageParser<T>(() => new T()).ParseFrom(Binary.Span);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new FormatException($"The recorded message is no {new T().Descriptor.FullName}: {exception.Message}", exception);
        }
    }
}
