using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Pairing;

namespace GrpcSdk.Schema.Model;

/// <summary>A message, also a group's and the synthetic one of a map field.</summary>
internal sealed class ProtoMessage : ProtoElement
{
    private readonly Lazy<Dictionary<string, ProtoField>> _fieldsByType;
    private readonly Lazy<HashSet<string>> _mapEntryNames;

    public ProtoMessage(ProtoFile file, ProtoMessage? parent, DescriptorProto descriptor, int[] path)
        : base(file, parent, descriptor.Name, path)
    {
        Descriptor = descriptor;
        Container = parent;
        Oneofs = [.. descriptor.OneofDecl.Select((oneof, i) => new ProtoOneof(this, oneof, ChildPath(SourcePath.Message.Oneof, i)))];
        Fields = [.. descriptor.Field.Select((field, i) => new ProtoField(file, this, field, ChildPath(SourcePath.Message.Field, i), isExtension: false))];
        Extensions = [.. descriptor.Extension.Select((field, i) => new ProtoField(file, this, field, ChildPath(SourcePath.Message.Extension, i), isExtension: true))];
        Enums = [.. descriptor.EnumType.Select((nested, i) => new ProtoEnum(file, this, nested, ChildPath(SourcePath.Message.Enum, i)))];
        Messages = [.. descriptor.NestedType.Select((nested, i) => new ProtoMessage(file, this, nested, ChildPath(SourcePath.Message.NestedType, i)))];
        _fieldsByType = new(() => Pairs.Index(Fields, field => field.TypeName));
        _mapEntryNames = new(() => new(Messages.Where(nested => nested.IsMapEntry).Select(nested => nested.FullName), StringComparer.Ordinal));
    }

    public DescriptorProto Descriptor { get; }

    /// <summary>The message that this one is nested in.</summary>
    public ProtoMessage? Container { get; }

    public IReadOnlyList<ProtoField> Fields { get; }

    /// <summary>Extensions declared in the message's scope; they extend another message.</summary>
    public IReadOnlyList<ProtoField> Extensions { get; }

    public IReadOnlyList<ProtoOneof> Oneofs { get; }

    public IReadOnlyList<ProtoMessage> Messages { get; }

    public IReadOnlyList<ProtoEnum> Enums { get; }

    /// <summary>The entry type that <c>map&lt;K, V&gt;</c> stands for.</summary>
    public bool IsMapEntry => Descriptor.Options?.MapEntry == true;

    /// <summary>Full names of the entries of the message's maps.</summary>
    public ISet<string> MapEntryNames => _mapEntryNames.Value;

    /// <summary>The place of an option of the message.</summary>
    public SourceLocation OptionLocation(int number) => At(SourcePath.Message.Options, number);

    /// <summary>A map entry is nowhere in the source: its place is the <c>map&lt;K, V&gt;</c> of its field.</summary>
    public override SourceLocation At(params int[] tail) =>
        IsMapEntry && Container is { } container && container._fieldsByType.Value.TryGetValue(FullName, out var field)
            ? field.TypeNameLocation
            : base.At(tail);
}
