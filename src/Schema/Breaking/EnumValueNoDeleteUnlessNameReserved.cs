using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED: every name of a deleted number is reserved.</summary>
internal sealed class EnumValueNoDeleteUnlessNameReserved : BreakingRule
{
    public override string Name => "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (deleted, current) in DeletedEnumValues.Of(context))
        {
            var reserved = new HashSet<string>(current.Descriptor.ReservedName, StringComparer.Ordinal);
            foreach (var values in deleted)
            {
                var names = values.Select(value => value.Name).OrderBy(name => name, StringComparer.Ordinal).ToList();
                if (!names.TrueForAll(reserved.Contains))
                {
                    DeletedEnumValues.Report(report, values, current, $" without reserving the name{(names.Count > 1 ? "s" : "")} {QuoteAll(names)}");
                }
            }
        }
    }
}
