using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_WIRE_COMPATIBLE_TYPE: a field keeps a type that reads what was written before.</summary>
internal sealed class FieldWireCompatibleType : BreakingRule
{
    private const string Advice = " See https://developers.google.com/protocol-buffers/docs/proto3#updating for wire compatibility rules.";

    private const string Utf8Advice = " Note that while string and bytes are compatible if the data is valid UTF-8, there is no way to enforce that a bytes field is UTF-8, so these fields may be incompatible.";

    public override string Name => "FIELD_WIRE_COMPATIBLE_TYPE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        CompatibleTypes.Report(context, report, OnTheWire, AdviceOn);

    /// <summary>Integers without zigzag are one varint; a cut or sign-extended value is still an integer.</summary>
    private static Type OnTheWire(Type kind) => kind switch
    {
        Type.Int32 or Type.Uint32 or Type.Uint64 or Type.Bool => Type.Int64,
        Type.Sint32 => Type.Sint64,
        Type.Sfixed32 => Type.Fixed32,
        Type.Sfixed64 => Type.Fixed64,
        _ => kind,
    };

    private static string? AdviceOn(Type before, Type after) => (before, after) switch
    {
        (Type.String, Type.Bytes) => null,
        (Type.Bytes, Type.String) => Advice + Utf8Advice,
        _ => Advice,
    };
}
