using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Features;

/// <summary>Where an element sets a feature.</summary>
internal static class FeatureLocation
{
    /// <summary>
    /// The statement that sets the feature, or all features, on the element itself; otherwise the declaration, also
    /// when an enclosing one sets the feature.
    /// </summary>
    /// <param name="element">A message, field or enum.</param>
    /// <param name="feature">The feature's path in FeatureSet.</param>
    public static SourceLocation Of(ProtoElement element, params int[] feature)
    {
        var features = FeaturesPath(element);
        return element.At(SourcePath.Append(features, feature)).Or(element.At(features)).Or(element.Declaration);
    }

    private static int[] FeaturesPath(ProtoElement element) => element switch
    {
        ProtoMessage => [SourcePath.Message.Options, MessageOptions.FeaturesFieldNumber],
        ProtoEnum => [SourcePath.Enum.Options, EnumOptions.FeaturesFieldNumber],
        _ => [SourcePath.Field.Options, FieldOptions.FeaturesFieldNumber],
    };
}
