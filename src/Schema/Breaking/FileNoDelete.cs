using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FILE_NO_DELETE: files stay where they are. A deleted one leaves no place to point at.</summary>
internal sealed class FileNoDelete : BreakingRule
{
    public override string Name => "FILE_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        var names = new HashSet<string>(context.Current.Select(file => file.Name), StringComparer.Ordinal);
        foreach (var file in context.Previous.Where(file => !names.Contains(file.Name)))
        {
            report(SourceLocation.None, file, $"Previously present file {Quote(file.Name)} was deleted.");
        }
    }
}
