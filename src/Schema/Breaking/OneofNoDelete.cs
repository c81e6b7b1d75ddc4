using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>ONEOF_NO_DELETE: a message keeps its oneofs by name; those of proto3 <c>optional</c> do not count.</summary>
internal sealed class OneofNoDelete : BreakingRule
{
    public override string Name => "ONEOF_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Messages.Where(pair => pair.Previous.Oneofs.Count > 0))
        {
            var names = new HashSet<string>(current.Oneofs.Where(oneof => !oneof.IsSynthetic).Select(oneof => oneof.Name), StringComparer.Ordinal);
            foreach (var oneof in previous.Oneofs.Where(oneof => !oneof.IsSynthetic && !names.Contains(oneof.Name)))
            {
                report(current.Declaration, previous.File, $"Previously present oneof {Quote(oneof.Name)} on message {Quote(current.Name)} was deleted.");
            }
        }
    }
}
