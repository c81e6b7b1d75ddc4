using GrpcSdk.Schema.Model;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;
using Presence = Google.Protobuf.Reflection.FeatureSet.Types.FieldPresence;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Features;

/// <summary>How many values a field holds, and whether it knows that it was set.</summary>
internal enum Cardinality
{
    ImplicitPresence,
    ExplicitPresence,
    Required,
    Repeated,
    Map,
}

/// <summary>The cardinality of a field after feature resolution.</summary>
internal static class FieldCardinality
{
    public static Cardinality Of(ProtoField field) => field.Descriptor.Label switch
    {
        Label.Repeated => field.IsMapField ? Cardinality.Map : Cardinality.Repeated,
        Label.Required => Cardinality.Required,
        _ when field.File.Syntax == ProtoSyntax.Editions && !field.IsExtension
            && FeatureResolution.FieldPresence(field) == Presence.LegacyRequired => Cardinality.Required,
        _ => HasPresence(field) ? Cardinality.ExplicitPresence : Cardinality.ImplicitPresence,
    };

    /// <summary>The cardinality in buf's words.</summary>
    public static string ToText(this Cardinality cardinality) => cardinality switch
    {
        Cardinality.Map => "map",
        Cardinality.Repeated => "repeated",
        Cardinality.Required => "required",
        Cardinality.ExplicitPresence => "optional with explicit presence",
        _ => "optional with implicit presence",
    };

    private static bool HasPresence(ProtoField field) =>
        field.IsExtension
        || field.Oneof is not null
        || field.Descriptor.Type is Type.Message or Type.Group
        || FeatureResolution.FieldPresence(field) == Presence.Explicit;
}
