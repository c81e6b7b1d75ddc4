using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_SAME_ONEOF: a field stays in its oneof, or outside of any.</summary>
internal sealed class FieldSameOneof : BreakingRule
{
    public override string Name => "FIELD_SAME_ONEOF";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields)
        {
            var (before, after) = (OneofOf(previous), OneofOf(current));
            if (before != after)
            {
                report(current.Declaration, previous.File, FieldText.Describe(current) + Describe(before, after));
            }
        }
    }

    private static string? OneofOf(ProtoField field) => field.Oneof is { IsSynthetic: false } oneof ? oneof.Name : null;

    /// <summary>The <c>q</c> before the last text is buf's.</summary>
    private static string Describe(string? before, string? after) => (before, after) switch
    {
        (null, _) => " moved from outside to inside a oneof.",
        (_, null) => " moved from inside to outside a oneof.",
        _ => $"q moved from oneof {Quote(before)} to oneof {Quote(after)}.",
    };
}
