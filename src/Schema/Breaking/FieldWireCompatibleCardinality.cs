using GrpcSdk.Schema.Features;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_WIRE_COMPATIBLE_CARDINALITY: a field keeps a cardinality that looks the same on the wire, where a map is a repeated entry.</summary>
internal sealed class FieldWireCompatibleCardinality : BreakingRule
{
    public override string Name => "FIELD_WIRE_COMPATIBLE_CARDINALITY";

    public override void Check(BreakingContext context, BreakingReport report) => CardinalityChanges.Report(context, report, OnTheWire);

    private static Cardinality OnTheWire(Cardinality cardinality) => cardinality switch
    {
        Cardinality.ImplicitPresence => Cardinality.ExplicitPresence,
        Cardinality.Map => Cardinality.Repeated,
        _ => cardinality,
    };
}
