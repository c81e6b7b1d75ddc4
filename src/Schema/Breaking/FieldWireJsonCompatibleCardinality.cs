using GrpcSdk.Schema.Features;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY: a field keeps a cardinality that looks the same on the wire and in JSON, where a map is an object.</summary>
internal sealed class FieldWireJsonCompatibleCardinality : BreakingRule
{
    public override string Name => "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY";

    public override void Check(BreakingContext context, BreakingReport report) => CardinalityChanges.Report(
        context,
        report,
        cardinality => cardinality == Cardinality.ImplicitPresence ? Cardinality.ExplicitPresence : cardinality);
}
