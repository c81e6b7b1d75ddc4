using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>CSHARP_SAME_ONEOF_NAME: a oneof keeps <c>XCase</c>, <c>XOneofCase</c> and <c>ClearX</c>. It is the same oneof when it has a field of the old one.</summary>
internal sealed class CSharpSameOneofName : BreakingRule
{
    public override string Name => "CSHARP_SAME_ONEOF_NAME";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Messages)
        {
            foreach (var before in previous.Oneofs.Where(oneof => !oneof.IsSynthetic && current.Oneofs.All(other => CSharpNames.Pascal(other.Name) != CSharpNames.Pascal(oneof.Name))))
            {
                if (Successor(before, current) is { } after)
                {
                    report(
                        after.NameLocation,
                        previous.File,
                        $"C# members of a oneof of message {Quote(current.Name)} changed from {Quote(CSharpNames.Pascal(before.Name) + "Case")} to {Quote(CSharpNames.Pascal(after.Name) + "Case")}.");
                }
            }
        }
    }

    private static ProtoOneof? Successor(ProtoOneof oneof, ProtoMessage current) => current.Oneofs.FirstOrDefault(candidate =>
        !candidate.IsSynthetic && candidate.Fields.Any(field => oneof.Fields.Any(old => old.Number == field.Number)));
}
