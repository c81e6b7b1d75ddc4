// What a person has put into one field: any number of entries, which for a singular field is none or one.

using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Showcase.Web.Forms;

public sealed class FieldInput
{
    private readonly List<EntryInput> _entries = [];

    public FieldInput(FieldDescriptor field)
    {
        Field = field;
        if (!IsMany && ValueInput.IsText(field))
        {
            Add();
        }
    }

    public FieldDescriptor Field { get; }

    public IReadOnlyList<EntryInput> Entries => _entries;

    /// <summary>Repeated fields and maps take many entries.</summary>
    public bool IsMany => Field.IsRepeated;

    /// <summary>Whether another entry fits.</summary>
    public bool CanAdd => IsMany || _entries.Count == 0;

    public void Add()
    {
        if (CanAdd)
        {
            _entries.Add(Field.IsMap
                ? new EntryInput(new ValueInput(Field.MessageType.FindFieldByNumber(1)), new ValueInput(Field.MessageType.FindFieldByNumber(2)))
                : new EntryInput(Key: null, new ValueInput(Field)));
        }
    }

    public void Remove(EntryInput entry) => _entries.Remove(entry);

    /// <returns>The value in protobuf's JSON form; null when there is none.</returns>
    public JsonNode? ToJson()
    {
        if (Field.IsMap)
        {
            return _entries.Count == 0 ? null : new JsonObject(_entries.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key!.Text, entry.Value.ToJson())));
        }

        return IsMany
            ? _entries.Count == 0 ? null : new JsonArray([.. _entries.Select(entry => entry.Value.ToJson())])
            : _entries.FirstOrDefault()?.Value.ToJsonOrNothing();
    }
}

/// <param name="Key">Key of an entry of a map; null for other fields.</param>
public sealed record EntryInput(ValueInput? Key, ValueInput Value);
