using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FIELD_NO_DELETE_UNLESS_NAME_RESERVED: a deleted field's name is reserved, so that JSON never means another field.</summary>
internal sealed class FieldNoDeleteUnlessNameReserved : BreakingRule
{
    public override string Name => "FIELD_NO_DELETE_UNLESS_NAME_RESERVED";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (fields, current) in DeletedFields.Of(context))
        {
            var reserved = new HashSet<string>(current.Descriptor.ReservedName, StringComparer.Ordinal);
            foreach (var field in fields.Where(field => !reserved.Contains(field.Name)))
            {
                DeletedFields.Report(report, field, current, $" without reserving the name {Quote(field.Name)}");
            }
        }
    }
}
