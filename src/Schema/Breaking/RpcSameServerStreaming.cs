using static GrpcSdk.Schema.Breaking.RpcText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>RPC_SAME_SERVER_STREAMING: an RPC keeps streaming its responses, or not.</summary>
internal sealed class RpcSameServerStreaming : BreakingRule
{
    public override string Name => "RPC_SAME_SERVER_STREAMING";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Methods)
        {
            var (before, after) = (previous.Descriptor.ServerStreaming, current.Descriptor.ServerStreaming);
            if (before != after)
            {
                report(current.Declaration, previous.File, $"{Describe(current)} changed from server {Mode(before)} to server {Mode(after)}.");
            }
        }
    }

    private static string Mode(bool streaming) => streaming ? "streaming" : "unary";
}
