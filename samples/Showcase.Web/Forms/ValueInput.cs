// One value of a form: text for everything that JSON writes as text, a form of its own for a message.

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Showcase.Web.Forms;

public sealed class ValueInput(FieldDescriptor descriptor)
{
    private static readonly HashSet<MessageDescriptor> Texts = [Timestamp.Descriptor, Duration.Descriptor, FieldMask.Descriptor];
    private static readonly HashSet<MessageDescriptor> Jsons = [Struct.Descriptor, Value.Descriptor, ListValue.Descriptor, Any.Descriptor];

    public FieldDescriptor Field => descriptor;

    public string Text { get; set; } = "";

    /// <summary>The form of a message; null for a value that is text.</summary>
    public MessageInput? Message { get; } = IsText(descriptor) ? null : new MessageInput(descriptor.MessageType);

    /// <summary>Whether a value of the field is written as text.</summary>
    public static bool IsText(FieldDescriptor descriptor) => MessageOf(descriptor) is not { } type || IsWrapper(type) || Texts.Contains(type) || Jsons.Contains(type);

    /// <summary>The field of the value proper: that within a wrapper, else the field itself.</summary>
    public FieldDescriptor Scalar => MessageOf(descriptor) is { } type && IsWrapper(type) ? type.FindFieldByNumber(1) : descriptor;

    /// <summary>What to write, when that is not plain.</summary>
    public string? Hint => MessageOf(Scalar) is { } type
        ? type == Timestamp.Descriptor ? "2026-01-31T12:00:00Z"
            : type == Duration.Descriptor ? "1.5s"
            : type == FieldMask.Descriptor ? "name,email"
            : "JSON"
        : Scalar.FieldType == FieldType.Bytes ? "base64" : null;

    /// <returns>The value in protobuf's JSON form; null when nothing was put in.</returns>
    public JsonNode? ToJsonOrNothing() => Message is null && Text.Length == 0 ? null : ToJson();

    /// <summary>The value in protobuf's JSON form; no text is the type's default.</summary>
    /// <exception cref="FormatException">A value that is JSON itself is not well formed.</exception>
    public JsonNode ToJson()
    {
        if (Message is { } message)
        {
            return message.ToJson();
        }

        return Scalar.FieldType switch
        {
            FieldType.Bool => Text == "true",
            FieldType.Message => Jsons.Contains(Scalar.MessageType) ? Parse(Text) : Text,
            FieldType.String or FieldType.Bytes => Text,
            FieldType.Enum => Text.Length > 0 ? Text : Scalar.EnumType.Values[0].Name,
            // Numbers may stand in quotes; only the name of a wrong one differs.
            _ => Text.Length > 0 ? Text.Trim().ToString(CultureInfo.InvariantCulture) : "0",
        };
    }

    private static MessageDescriptor? MessageOf(FieldDescriptor descriptor) =>
        descriptor.FieldType is FieldType.Message or FieldType.Group ? descriptor.MessageType : null;

    private static bool IsWrapper(MessageDescriptor type) => type.File == WrappersReflection.Descriptor;

    private JsonNode Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) ?? throw new FormatException($"{descriptor.Name}: null is no value here.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{descriptor.Name}: {exception.Message}", exception);
        }
    }
}
