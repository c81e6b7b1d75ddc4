using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>
/// CSHARP_SAME_PRESENCE: a field keeps <c>HasX</c> and <c>ClearX</c>. Lost, callers do not compile; gained, a default that
/// is set is sent and read as set, where it was absent before.
/// </summary>
internal sealed class CSharpSamePresence : BreakingRule
{
    public override string Name => "CSHARP_SAME_PRESENCE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Fields)
        {
            var (before, after) = (CSharpNames.HasPresenceMembers(previous), CSharpNames.HasPresenceMembers(current));
            if (before != after && !current.IsMapEntryField)
            {
                var member = "Has" + CSharpNames.Property(before ? previous : current);
                report(current.Declaration, previous.File, $"{FieldText.Describe(current)} {(before ? "lost" : "gained")} its presence: {Quote(member)} in C#.");
            }
        }
    }
}
