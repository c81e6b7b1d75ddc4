using static GrpcSdk.Schema.Breaking.RpcText;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>RPC_SAME_REQUEST_TYPE: an RPC keeps its request message.</summary>
internal sealed class RpcSameRequestType : BreakingRule
{
    public override string Name => "RPC_SAME_REQUEST_TYPE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Methods)
        {
            if (previous.InputType != current.InputType)
            {
                report(
                    current.InputLocation,
                    previous.File,
                    $"{Describe(current)} changed request type from {Quote(previous.InputType)} to {Quote(current.InputType)}.");
            }
        }
    }
}
