using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>CSHARP_SAME_PROPERTY_NAME: a field keeps its property. Renames that protoc's conversion undoes (<c>userName</c> to <c>user_name</c>) are fine.</summary>
internal sealed class CSharpSamePropertyName : BreakingRule
{
    public override string Name => "CSHARP_SAME_PROPERTY_NAME";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields)
        {
            var (before, after) = (CSharpNames.Property(previous), CSharpNames.Property(current));
            if (!current.IsMapEntryField && before != after)
            {
                report(current.NameLocation, previous.File, $"C# property of {FieldText.DescribeNumber(current)} changed from {Quote(before)} to {Quote(after)}.");
            }
        }
    }
}
