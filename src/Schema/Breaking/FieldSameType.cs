using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_TYPE: same kind, and for messages and enums the same type.</summary>
internal sealed class FieldSameType : BreakingRule
{
    public override string Name => "FIELD_SAME_TYPE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields)
        {
            if (FieldType.KindOf(previous) != FieldType.KindOf(current))
            {
                FieldTypeReport.KindChanged(report, previous, current);
            }
            else if (FieldType.IsNamed(FieldType.KindOf(current)) && previous.TypeName != current.TypeName)
            {
                FieldTypeReport.NameChanged(report, previous, current);
            }
        }
    }
}

/// <summary>What the type rules report.</summary>
internal static class FieldTypeReport
{
    /// <summary>The type is of another kind.</summary>
    public static void KindChanged(BreakingReport report, ProtoField previous, ProtoField current, string advice = "") => report(
        FieldType.IsNamed(FieldType.KindOf(current)) ? current.TypeNameLocation : current.TypeLocation,
        previous.File,
        $"{FieldText.Describe(current)} changed type from \"{FieldType.Describe(previous)}\" to \"{FieldType.Describe(current)}\".{advice}");

    /// <summary>The kind is the same, the message or enum is another.</summary>
    public static void NameChanged(BreakingReport report, ProtoField previous, ProtoField current) => report(
        current.TypeNameLocation,
        previous.File,
        $"{FieldText.Describe(current)} changed type from \"{previous.TypeName}\" to \"{current.TypeName}\".");
}
