using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>RPC_NO_CLIENT_STREAMING: no RPC streams its requests.</summary>
internal sealed class RpcNoClientStreaming : LintRule
{
    public override string Name => "RPC_NO_CLIENT_STREAMING";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var method in context.Methods.Where(method => method.Descriptor.ClientStreaming))
        {
            report(method.Declaration, $"RPC {Quote(method.Name)} is client streaming.");
        }
    }
}
