using GrpcSdk.Schema.Model;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Breaking;

/// <summary>Finds fields whose type changed to one that reads old data differently.</summary>
internal static class CompatibleTypes
{
    /// <summary>Reports them.</summary>
    /// <param name="context">Both schemas.</param>
    /// <param name="report">Where to report.</param>
    /// <param name="equivalent">Gives kinds that can replace one another the same value.</param>
    /// <param name="adviceOn">What to add to the message about a change of kind; <see langword="null"/> when the change is fine after all.</param>
    public static void Report(
        BreakingContext context, BreakingReport report, Func<Type, Type> equivalent, Func<Type, Type, string?> adviceOn)
    {
        foreach (var (previous, current) in context.Fields)
        {
            var (before, after) = (FieldType.KindOf(previous), FieldType.KindOf(current));
            if (equivalent(before) != equivalent(after))
            {
                if (adviceOn(before, after) is { } advice)
                {
                    FieldTypeReport.KindChanged(report, previous, current, advice);
                }
            }
            else if (FieldType.IsNamed(after) && previous.TypeName != current.TypeName
                && !(after == Type.Enum && IsSameEnumElsewhere(context, previous, current)))
            {
                FieldTypeReport.NameChanged(report, previous, current);
            }
        }
    }

    /// <summary>The enum moved to another scope or package, and still has every value that it had.</summary>
    private static bool IsSameEnumElsewhere(BreakingContext context, ProtoField previous, ProtoField current) =>
        context.PreviousEnums.TryGetValue(previous.TypeName, out var before)
        && context.CurrentEnums.TryGetValue(current.TypeName, out var after)
        && before.Name == after.Name
        && new HashSet<(string, int)>(after.Values.Select(Identity)).IsSupersetOf(before.Values.Select(Identity));

    private static (string Name, int Number) Identity(ProtoEnumValue value) => (value.Name, value.Number);
}
