using Google.Protobuf.Reflection;

namespace GrpcSdk.Schema.Model;

/// <summary>An enum.</summary>
internal sealed class ProtoEnum : ProtoElement
{
    public ProtoEnum(ProtoFile file, ProtoMessage? parent, EnumDescriptorProto descriptor, PlaceInParent place)
        : base(file, parent, descriptor.Name, place)
    {
        Descriptor = descriptor;
        Values = Wrap(descriptor.Value, SourcePath.Enum.Value, (value, at) => new ProtoEnumValue(this, value, at));
    }

    public EnumDescriptorProto Descriptor { get; }

    public IReadOnlyList<ProtoEnumValue> Values { get; }

    /// <summary>The place of an option of the enum.</summary>
    public SourceLocation OptionLocation(int number) => At(SourcePath.Enum.Options, number);
}

/// <summary>A value of an enum.</summary>
internal sealed class ProtoEnumValue(ProtoEnum parent, EnumValueDescriptorProto descriptor, PlaceInParent place)
    : ProtoElement(parent.File, parent, descriptor.Name, place)
{
    public EnumValueDescriptorProto Descriptor { get; } = descriptor;

    public ProtoEnum Enum { get; } = parent;

    public int Number => Descriptor.Number;

    /// <summary>The place of the number.</summary>
    public SourceLocation NumberLocation => At(SourcePath.Enum.ValueNumber);
}
