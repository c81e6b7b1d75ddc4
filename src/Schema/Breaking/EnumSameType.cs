using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Features;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>ENUM_SAME_TYPE: an enum stays open or closed, that is, keeps what it does with values that it does not list.</summary>
internal sealed class EnumSameType : BreakingRule
{
    public override string Name => "ENUM_SAME_TYPE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Enums)
        {
            var before = FeatureResolution.EnumType(previous);
            var after = FeatureResolution.EnumType(current);
            if (before != after)
            {
                report(
                    FeatureLocation.Of(current, FeatureSet.EnumTypeFieldNumber),
                    previous.File,
                    $"Enum {Quote(current.Name)} changed from {Describe(before)} to {Describe(after)}.");
            }
        }
    }

    private static string Describe(FeatureSet.Types.EnumType type) => type == FeatureSet.Types.EnumType.Closed ? "closed" : "open";
}
