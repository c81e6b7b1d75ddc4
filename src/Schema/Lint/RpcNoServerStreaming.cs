using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>RPC_NO_SERVER_STREAMING: no RPC streams its responses.</summary>
internal sealed class RpcNoServerStreaming : LintRule
{
    public override string Name => "RPC_NO_SERVER_STREAMING";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var method in context.Methods.Where(method => method.Descriptor.ServerStreaming))
        {
            report(method.Declaration, $"RPC {Quote(method.Name)} is server streaming.");
        }
    }
}
