using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcSdk.AspNetCore;

/// <summary>Writes messages without the fields that must not come into a log.</summary>
internal static class MessageRedaction
{
    private static readonly JsonFormatter Formatter = new(new JsonFormatter.Settings(formatDefaultValues: false));

    /// <summary>The JSON of a message, less the fields with <c>debug_redact</c> and those named, at any depth.</summary>
    internal static string ToJson(IMessage message, ISet<string> redacted)
    {
        var copy = message.Descriptor.Parser.ParseFrom(message.ToByteString());
        Clear(copy, redacted);
        return Formatter.Format(copy);
    }

    private static void Clear(IMessage message, ISet<string> redacted)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.GetOptions()?.DebugRedact is true || redacted.Contains(field.FullName) || IsOpaque(field))
            {
                field.Accessor.Clear(message);
            }
            else if (field.FieldType is FieldType.Message or FieldType.Group)
            {
                ClearInside(field, field.Accessor.GetValue(message), redacted);
            }
        }
    }

    // Nobody can tell what an Any holds without knowing its type.
    private static bool IsOpaque(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && field.MessageType.FullName == "google.protobuf.Any";

    private static void ClearInside(FieldDescriptor field, object? value, ISet<string> redacted)
    {
        var messages = field.IsMap ? ((IDictionary)value!).Values : field.IsRepeated ? (IEnumerable)value! : value is null ? Array.Empty<object>() : new[] { value };
        foreach (var item in messages)
        {
            if (item is IMessage inner)
            {
                Clear(inner, redacted);
            }
        }
    }
}
