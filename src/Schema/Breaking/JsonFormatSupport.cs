using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Pairing;
using GrpcSdk.Schema.Text;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>Finds messages or enums that give up their JSON support. Gaining it is fine.</summary>
internal static class JsonFormatSupport
{
    public static void Compare<T>(IEnumerable<Pair<T>> pairs, string kind, BreakingReport report)
        where T : ProtoElement
    {
        foreach (var (previous, current) in pairs)
        {
            var before = FeatureResolution.JsonFormat(previous);
            var after = FeatureResolution.JsonFormat(current);
            if (before == FeatureSet.Types.JsonFormat.Allow && after != before)
            {
                report(
                    FeatureLocation.Of(current, FeatureSet.JsonFormatFieldNumber),
                    previous.File,
                    $"{kind} {Quote(current.Name)} JSON format support changed from {ProtoNames.Of(before)} to {ProtoNames.Of(after)}.");
            }
        }
    }
}
