namespace GrpcSdk.Schema.Tests.Breaking.Drafts;

/// <summary>The languages of protobuf. No syntax statement means proto2.</summary>
internal enum DraftLanguage
{
    Unspecified,
    Proto2,
    Proto3,
    Edition2023,
    Edition2024,
}

/// <summary>How a field is declared; what a language lacks is written in its nearest form.</summary>
internal enum DraftLabel
{
    None,
    Optional,
    Required,
    Repeated,
    Map,
}

/// <summary>A schema that can be edited, made valid and written. Files may refer to themselves and to those before them.</summary>
internal sealed class DraftSchema(string tag)
{
    /// <summary>Part of every name and path, so that many schemas fit into one image.</summary>
    public string Tag { get; } = tag;

    public List<DraftFile> Files { get; } = [];

    /// <summary>Every file and message.</summary>
    public IEnumerable<DraftScope> Scopes => Files.SelectMany(file => file.Messages.SelectMany(WithNested).Prepend<DraftScope>(file));

    public IEnumerable<DraftMessage> Messages => Scopes.SelectMany(scope => scope.Messages);

    public IEnumerable<DraftEnum> Enums => Scopes.SelectMany(scope => scope.Enums);

    public IEnumerable<DraftService> Services => Files.SelectMany(file => file.Services);

    /// <summary>Fields and extensions.</summary>
    public IEnumerable<DraftField> Fields => Messages.SelectMany(message => message.Fields).Concat(Scopes.SelectMany(scope => scope.Extensions));

    private static IEnumerable<DraftScope> WithNested(DraftMessage message) =>
        message.Messages.SelectMany(WithNested).Prepend(message);
}

/// <summary>What can hold types and extensions.</summary>
internal abstract class DraftScope
{
    public List<DraftMessage> Messages { get; } = [];

    public List<DraftEnum> Enums { get; } = [];

    public List<DraftField> Extensions { get; } = [];

    /// <summary>Option names, as written, with their literals.</summary>
    public SortedDictionary<string, string> Options { get; } = new(StringComparer.Ordinal);
}

internal sealed class DraftFile : DraftScope
{
    public required string Path { get; set; }

    public required string Package { get; set; }

    public DraftLanguage Language { get; set; }

    public List<DraftService> Services { get; } = [];

    public bool IsEdition => Language >= DraftLanguage.Edition2023;
}

/// <summary>A message or an enum.</summary>
internal interface IDraftType
{
    string Name { get; set; }
}

internal sealed class DraftMessage : DraftScope, IDraftType
{
    public required string Name { get; set; }

    public List<DraftField> Fields { get; } = [];

    /// <summary>Reserved numbers, both ends inclusive.</summary>
    public List<(int Start, int End)> Reserved { get; } = [];

    public List<string> ReservedNames { get; } = [];

    /// <summary>Numbers for extensions, both ends inclusive.</summary>
    public List<(int Start, int End)> ExtensionRanges { get; } = [];
}

internal sealed class DraftEnum : IDraftType
{
    public required string Name { get; set; }

    /// <summary>Starts the names of its values, for good: they share the scope of the enum.</summary>
    public required string Prefix { get; init; }

    public List<DraftValue> Values { get; } = [];

    /// <summary>Reserved numbers, both ends inclusive.</summary>
    public List<(int Start, int End)> Reserved { get; } = [];

    public List<string> ReservedNames { get; } = [];

    public SortedDictionary<string, string> Options { get; } = new(StringComparer.Ordinal);
}

internal sealed class DraftValue
{
    public required string Name { get; set; }

    public int Number { get; set; }
}

internal sealed class DraftField
{
    public required string Name { get; set; }

    public int Number { get; set; }

    /// <summary>The scalar type; <see langword="null"/> when the field has a declared type.</summary>
    public string? Scalar { get; set; }

    public IDraftType? Type { get; set; }

    public DraftLabel Label { get; set; }

    /// <summary>The key of a map.</summary>
    public string MapKey { get; set; } = "string";

    /// <summary>The oneof that has the field.</summary>
    public string? Oneof { get; set; }

    /// <summary>The message is declared by the field itself where the language has groups.</summary>
    public bool IsGroup { get; set; }

    /// <summary>The message that an extension extends.</summary>
    public DraftMessage? Extendee { get; set; }

    /// <summary>Chooses one of the literals of the type; <see langword="null"/> for no default.</summary>
    public int? Default { get; set; }

    public string? JsonName { get; set; }

    public SortedDictionary<string, string> Options { get; } = new(StringComparer.Ordinal);

    public bool IsSingular => Label is not (DraftLabel.Repeated or DraftLabel.Map);

    public void SetScalar(string scalar) => (Scalar, Type, IsGroup) = (scalar, null, false);

    public void SetType(IDraftType type) => (Scalar, Type, IsGroup) = (null, type, false);
}

internal sealed class DraftService
{
    public required string Name { get; set; }

    public List<DraftMethod> Methods { get; } = [];
}

internal sealed class DraftMethod
{
    public required string Name { get; set; }

    public DraftMessage? Input { get; set; }

    public DraftMessage? Output { get; set; }

    public bool ClientStreaming { get; set; }

    public bool ServerStreaming { get; set; }

    public string? IdempotencyLevel { get; set; }
}
