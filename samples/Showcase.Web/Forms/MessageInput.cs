// What a person has put into the form of a message.

using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Showcase.Web.Forms;

/// <summary>A message that is being filled in: its fields outside of oneofs, and its oneofs.</summary>
public sealed class MessageInput
{
    public MessageInput(MessageDescriptor type)
    {
        Type = type;
        Fields = [.. type.Fields.InDeclarationOrder().Where(field => field.RealContainingOneof is null).Select(field => new FieldInput(field))];
        Oneofs = [.. type.Oneofs.Where(oneof => !oneof.IsSynthetic).Select(oneof => new OneofInput(oneof))];
    }

    public MessageDescriptor Type { get; }

    public IReadOnlyList<FieldInput> Fields { get; }

    public IReadOnlyList<OneofInput> Oneofs { get; }

    /// <summary>The message in protobuf's JSON form; what is empty is left out.</summary>
    /// <exception cref="FormatException">A value that is JSON itself is not well formed.</exception>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var field in Fields.Concat(Oneofs.Select(oneof => oneof.Chosen).OfType<FieldInput>()))
        {
            if (field.ToJson() is { } value)
            {
                json[field.Field.JsonName] = value;
            }
        }

        return json;
    }
}

/// <summary>A oneof, of which at most one field is chosen.</summary>
public sealed class OneofInput(OneofDescriptor oneof)
{
    public OneofDescriptor Oneof => oneof;

    public FieldInput? Chosen { get; private set; }

    /// <summary>Chooses the field of a name; an empty name chooses none.</summary>
    public void Choose(string? name)
    {
        Chosen = oneof.Fields.FirstOrDefault(field => field.Name == name) is { } field ? new FieldInput(field) : null;
        Chosen?.Add();
    }
}
