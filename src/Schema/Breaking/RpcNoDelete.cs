using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>RPC_NO_DELETE: a service keeps its RPCs by name.</summary>
internal sealed class RpcNoDelete : BreakingRule
{
    public override string Name => "RPC_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Services)
        {
            var names = new HashSet<string>(current.Methods.Select(method => method.Name), StringComparer.Ordinal);
            foreach (var method in previous.Methods.Where(method => !names.Contains(method.Name)))
            {
                report(current.Declaration, previous.File, $"Previously present RPC {Quote(method.Name)} on service {Quote(current.Name)} was deleted.");
            }
        }
    }
}
