using static GrpcSdk.Schema.Breaking.RpcText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>RPC_SAME_CLIENT_STREAMING: an RPC keeps streaming its requests, or not.</summary>
internal sealed class RpcSameClientStreaming : BreakingRule
{
    public override string Name => "RPC_SAME_CLIENT_STREAMING";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Methods)
        {
            var (before, after) = (previous.Descriptor.ClientStreaming, current.Descriptor.ClientStreaming);
            if (before != after)
            {
                report(current.Declaration, previous.File, $"{Describe(current)} changed from client {Mode(before)} to client {Mode(after)}.");
            }
        }
    }

    private static string Mode(bool streaming) => streaming ? "streaming" : "unary";
}
