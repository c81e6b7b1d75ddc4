using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_WIRE_JSON_COMPATIBLE_TYPE: a field keeps a type that reads what was written before, also as JSON.</summary>
internal sealed class FieldWireJsonCompatibleType : BreakingRule
{
    private const string Advice = " See https://developers.google.com/protocol-buffers/docs/proto3#updating for wire compatibility rules and https://developers.google.com/protocol-buffers/docs/proto3#json for JSON compatibility rules.";

    public override string Name => "FIELD_WIRE_JSON_COMPATIBLE_TYPE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        CompatibleTypes.Report(context, report, OnTheWireAndInJson, (_, _) => Advice);

    /// <summary>JSON writes 32-bit integers as numbers, 64-bit ones as text.</summary>
    private static Type OnTheWireAndInJson(Type kind) => kind switch
    {
        Type.Uint32 => Type.Int32,
        Type.Uint64 => Type.Int64,
        Type.Sfixed32 => Type.Fixed32,
        Type.Sfixed64 => Type.Fixed64,
        _ => kind,
    };
}
