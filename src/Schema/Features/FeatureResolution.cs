using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;
using Types = Google.Protobuf.Reflection.FeatureSet.Types;

namespace GrpcSdk.Schema.Features;

/// <summary>
/// Resolved editions features: an element's own value, else the value of what encloses it up to the file, else the
/// default of the edition. In proto2 and proto3 files nothing can be set and the defaults are fixed.
/// See https://protobuf.dev/editions/features/.
/// </summary>
internal static class FeatureResolution
{
    /// <summary>Whether the enum accepts values that it does not list.</summary>
    public static Types.EnumType EnumType(ProtoEnum declaration) => Find(
        declaration,
        set => set.HasEnumType,
        set => set.EnumType,
        proto2: Types.EnumType.Closed,
        others: Types.EnumType.Open);

    /// <summary>Whether conversion to and from JSON is fully supported, for a message or an enum.</summary>
    public static Types.JsonFormat JsonFormat(ProtoElement declaration) => Find(
        declaration,
        set => set.HasJsonFormat,
        set => set.JsonFormat,
        proto2: Types.JsonFormat.LegacyBestEffort,
        others: Types.JsonFormat.Allow);

    /// <summary>Whether a string field rejects what is not UTF-8.</summary>
    public static Types.Utf8Validation Utf8Validation(ProtoField field) => Find(
        field,
        set => set.HasUtf8Validation,
        set => set.Utf8Validation,
        proto2: Types.Utf8Validation.None,
        others: Types.Utf8Validation.Verify);

    /// <summary>How a message field is encoded.</summary>
    public static Types.MessageEncoding MessageEncoding(ProtoField field) => Find(
        field,
        set => set.HasMessageEncoding,
        set => set.MessageEncoding,
        proto2: Types.MessageEncoding.LengthPrefixed,
        others: Types.MessageEncoding.LengthPrefixed);

    /// <summary>Presence as features state it; meaningful for singular fields of editions files.</summary>
    public static Types.FieldPresence FieldPresence(ProtoField field) => Find(
        field,
        set => set.HasFieldPresence,
        set => set.FieldPresence,
        proto2: Types.FieldPresence.Explicit,
        others: field.File.Syntax == ProtoSyntax.Proto3 ? Types.FieldPresence.Implicit : Types.FieldPresence.Explicit);

    /// <summary>The feature sets that apply to an element, nearest first. Empty outside editions.</summary>
    public static IEnumerable<FeatureSet> Chain(ProtoElement element)
    {
        if (element.File.Syntax != ProtoSyntax.Editions)
        {
            yield break;
        }

        for (var scope = element; scope is not null; scope = Enclosing(scope))
        {
            if (OwnFeatures(scope) is { } features)
            {
                yield return features;
            }
        }

        if (element.File.Descriptor.Options?.Features is { } ofFile)
        {
            yield return ofFile;
        }
    }

    /// <summary>The features that are written on the element itself.</summary>
    public static FeatureSet? OwnFeatures(ProtoElement element) => element switch
    {
        ProtoMessage message => message.Descriptor.Options?.Features,
        ProtoField field => field.Descriptor.Options?.Features,
        ProtoOneof oneof => oneof.Descriptor.Options?.Features,
        ProtoEnum declaration => declaration.Descriptor.Options?.Features,
        _ => null,
    };

    private static ProtoElement? Enclosing(ProtoElement element) =>
        element is ProtoField { Oneof: { } oneof } ? oneof : element.Parent;

    private static T Find<T>(ProtoElement element, Func<FeatureSet, bool> has, Func<FeatureSet, T> get, T proto2, T others)
    {
        if (element.File.Syntax == ProtoSyntax.Editions && Chain(element).FirstOrDefault(has) is { } features)
        {
            return get(features);
        }

        return element.File.Syntax == ProtoSyntax.Proto2 ? proto2 : others;
    }
}
