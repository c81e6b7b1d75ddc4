namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_CARDINALITY: a field keeps its cardinality.</summary>
internal sealed class FieldSameCardinality : BreakingRule
{
    public override string Name => "FIELD_SAME_CARDINALITY";

    public override void Check(BreakingContext context, BreakingReport report) =>
        CardinalityChanges.Report(context, report, cardinality => cardinality);
}
