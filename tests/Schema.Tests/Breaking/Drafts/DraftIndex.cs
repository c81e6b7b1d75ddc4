namespace GrpcSdk.Schema.Tests.Breaking.Drafts;

/// <summary>Where the types of a schema are declared at the moment.</summary>
internal sealed class DraftIndex
{
    private readonly Dictionary<IDraftType, Place> _places = [];

    public DraftIndex(DraftSchema schema)
    {
        for (var i = 0; i < schema.Files.Count; i++)
        {
            Add(schema.Files[i], schema.Files[i], i, schema.Files[i].Package);
        }
    }

    /// <summary>A declaration: its file with its position, its scope and its full name.</summary>
    public sealed record Place(DraftFile File, int FileIndex, DraftScope Scope, string FullName);

    public Place? Find(IDraftType? type) => type is not null && _places.TryGetValue(type, out var place) ? place : null;

    /// <summary>The resolved <c>features.enum_type</c>.</summary>
    public bool IsClosed(DraftEnum declaration)
    {
        var file = _places[declaration].File;
        return file.IsEdition
            ? (declaration.Options.GetValueOrDefault("features.enum_type") ?? file.Options.GetValueOrDefault("features.enum_type")) == "CLOSED"
            : file.Language != DraftLanguage.Proto3;
    }

    private void Add(DraftScope scope, DraftFile file, int fileIndex, string prefix)
    {
        foreach (var declaration in scope.Enums)
        {
            _places.Add(declaration, new Place(file, fileIndex, scope, $"{prefix}.{declaration.Name}"));
        }

        foreach (var message in scope.Messages)
        {
            _places.Add(message, new Place(file, fileIndex, scope, $"{prefix}.{message.Name}"));
            Add(message, file, fileIndex, $"{prefix}.{message.Name}");
        }
    }
}
