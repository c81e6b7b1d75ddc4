using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Breaking;

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
