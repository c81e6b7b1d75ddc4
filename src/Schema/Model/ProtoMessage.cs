using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Pairing;

namespace GrpcSdk.Schema.Model;

/// <summary>A message, also a group's and the synthetic one of a map field.</summary>
internal sealed class ProtoMessage : ProtoElement
{
    private Dictionary<string, ProtoField>? _fieldsByType;
    private HashSet<string>? _mapEntryNames;

    public ProtoMessage(ProtoFile file, ProtoMessage? parent, DescriptorProto descriptor, PlaceInParent place)
        : base(file, parent, descriptor.Name, place)
    {
        Descriptor = descriptor;
        Container = parent;
        Oneofs = Wrap(descriptor.OneofDecl, SourcePath.Message.Oneof, (oneof, at) => new ProtoOneof(this, oneof, at));
        Fields = Wrap(descriptor.Field, SourcePath.Message.Field, (field, at) => new ProtoField(file, this, field, at, isExtension: false));
        Extensions = Wrap(descriptor.Extension, SourcePath.Message.Extension, (field, at) => new ProtoField(file, this, field, at, isExtension: true));
        Enums = Wrap(descriptor.EnumType, SourcePath.Message.Enum, (nested, at) => new ProtoEnum(file, this, nested, at));
        Messages = Wrap(descriptor.NestedType, SourcePath.Message.NestedType, (nested, at) => new ProtoMessage(file, this, nested, at));
        IsMapEntry = descriptor.Options?.MapEntry == true;
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
    public bool IsMapEntry { get; }

    /// <summary>Full names of the entries of the message's maps.</summary>
    public HashSet<string> MapEntryNames =>
        _mapEntryNames ??= new(Messages.Where(nested => nested.IsMapEntry).Select(nested => nested.FullName), StringComparer.Ordinal);

    private Dictionary<string, ProtoField> FieldsByType => _fieldsByType ??= Pairs.Index(Fields, own => own.TypeName);

    /// <summary>The place of an option of the message.</summary>
    public SourceLocation OptionLocation(int number) => At(SourcePath.Message.Options, number);

    /// <summary>A map entry is nowhere in the source: its place is the <c>map&lt;K, V&gt;</c> of its field.</summary>
    public override SourceLocation At(params int[] tail) =>
        IsMapEntry && Container is { } container && container.FieldsByType.TryGetValue(FullName, out var field)
            ? field.TypeNameLocation
            : base.At(tail);
}
