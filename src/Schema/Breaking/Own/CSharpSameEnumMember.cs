using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>CSHARP_SAME_ENUM_MEMBER: each number of an enum keeps its members, by the names that remain when protoc has removed the prefix.</summary>
internal sealed class CSharpSameEnumMember : BreakingRule
{
    public override string Name => "CSHARP_SAME_ENUM_MEMBER";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Enums)
        {
            var (oldNames, newNames) = (CSharpNames.EnumMembers(previous), CSharpNames.EnumMembers(current));
            var all = new HashSet<string>(newNames, StringComparer.Ordinal);
            for (var i = 0; i < oldNames.Count; i++)
            {
                var number = previous.Values[i].Number;
                var successor = current.Values.FirstOrDefault(value => value.Number == number);
                if (successor is not null && !current.Values.Where((value, j) => value.Number == number && newNames[j] == oldNames[i]).Any())
                {
                    var name = newNames[current.Values.ToList().IndexOf(successor)];
                    report(successor.NameLocation, previous.File, $"C# member of value {Quote(FieldText.Number(number))} of enum {Quote(current.Name)} changed from {Quote(oldNames[i])} to {Quote(name)}{(all.Contains(oldNames[i]) ? ", and the old name is another value now" : "")}.");
                }
            }
        }
    }
}
