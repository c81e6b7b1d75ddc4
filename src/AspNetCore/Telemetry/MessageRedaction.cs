using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GrpcSdk.AspNetCore;

/// <summary>Writes messages without the fields that must not come into a log.</summary>
internal static class MessageRedaction
{
    // Nobody can mark what these hold: an Any has any type, and a Struct any content.
    private static readonly HashSet<string> Opaque =
        ["google.protobuf.Any", "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue"];

    /// <summary>
    /// The text of a message, less the fields with <c>debug_redact</c>, those named and what is opaque, at any depth: JSON,
    /// also of values that JSON has no form for, such as a time in the year 20000.
    /// </summary>
    internal static string ToText(IMessage message, ISet<string> redacted)
    {
        if (Opaque.Contains(message.Descriptor.FullName))
        {
            return $"{{ }} ({message.Descriptor.FullName})";
        }

        var copy = message.Descriptor.Parser.ParseFrom(message.ToByteString());
        Clear(copy, redacted);
        return JsonFormatter.ToDiagnosticString(copy);
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

    private static bool IsOpaque(FieldDescriptor field) =>
        field.IsMap ? IsOpaque(field.MessageType.Fields.InFieldNumberOrder()[1])
        : field.FieldType is FieldType.Message or FieldType.Group && Opaque.Contains(field.MessageType.FullName);

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
