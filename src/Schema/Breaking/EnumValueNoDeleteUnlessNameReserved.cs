using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED: every name of a deleted number is reserved.</summary>
internal sealed class EnumValueNoDeleteUnlessNameReserved : BreakingRule
{
    public override string Name => "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (values, current) in DeletedEnumValues.Of(context))
        {
            var names = values.Select(value => value.Name).OrderBy(name => name, StringComparer.Ordinal).ToList();
            if (!names.TrueForAll(current.Descriptor.ReservedName.Contains))
            {
                DeletedEnumValues.Report(report, values, current, $" without reserving the name{(names.Count > 1 ? "s" : "")} {QuoteAll(names)}");
            }
        }
    }
}
