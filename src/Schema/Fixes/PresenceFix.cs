using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Text;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Makes a field <c>optional</c>, or takes that back: presence that is missing, lost, gained or required. In editions it is a feature, which a file may have for all fields.</summary>
internal sealed class PresenceFix : FixRule
{
    private const string Optional = "optional";

    public override IReadOnlyList<string> Rules { get; } = ["UPDATE_HAS_PRESENCE", "FIELD_NOT_REQUIRED", "CSHARP_SAME_PRESENCE"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding)
    {
        var isBack = finding.Rule.Name == "CSHARP_SAME_PRESENCE";
        if ((isBack ? context.Declared<ProtoField>(finding) : context.Named<ProtoField>(finding)) is not { } field
            || field.File.Syntax == ProtoSyntax.Editions
            || context.SourceOf(field.File.Name) is not { } source
            || source.RangeOf(field.Declaration) is not { } declaration)
        {
            return null;
        }

        var label = source.RangeOf(field.At(FieldDescriptorProto.LabelFieldNumber));
        var released = isBack ? null : context.ReleaseOf(field);
        return FieldCardinality.Of(field) switch
        {
            Cardinality.ImplicitPresence => Of(finding, $"Make '{field.Name}' optional", [source.Insert(declaration.Start, Optional + " ")], released),
            Cardinality.Required when label is { } range => Of(finding, $"Make '{field.Name}' optional", [source.Replace(range, Optional)], released),
            Cardinality.ExplicitPresence when isBack && field.Descriptor.Proto3Optional && label is { } range => Of(finding, $"Make '{field.Name}' not optional", [Without(source, range)]),
            _ => null,
        };
    }

    private static TextEdit Without(FixSource source, TextRange label)
    {
        var end = label.End;
        while (source.Text[end] is ' ' or '\t')
        {
            end++;
        }

        return source.Replace(new TextRange(label.Start, end - label.Start), "");
    }
}
