using static GrpcSdk.Schema.Breaking.RpcText;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>RPC_SAME_RESPONSE_TYPE: an RPC keeps its response message.</summary>
internal sealed class RpcSameResponseType : BreakingRule
{
    public override string Name => "RPC_SAME_RESPONSE_TYPE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Methods)
        {
            if (previous.OutputType != current.OutputType)
            {
                report(
                    current.OutputLocation,
                    previous.File,
                    $"{Describe(current)} changed response type from {Quote(previous.OutputType)} to {Quote(current.OutputType)}.");
            }
        }
    }
}
