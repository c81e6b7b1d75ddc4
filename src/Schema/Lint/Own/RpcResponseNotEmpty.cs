using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>
/// RPC_RESPONSE_NOT_EMPTY: a response of its own can get fields later, google.protobuf.Empty cannot. Deletion returns
/// Empty by AIP-135, cancelling an operation by AIP-151.
/// </summary>
internal sealed class RpcResponseNotEmpty : LintRule
{
    private static readonly string[] Prescribed = ["Delete", "BatchDelete", "CancelOperation"];

    public override string Name => "RPC_RESPONSE_NOT_EMPTY";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var method in context.Methods.Where(method => method.OutputType == "google.protobuf.Empty"))
        {
            if (!Prescribed.Any(name => method.Name.StartsWith(name, StringComparison.Ordinal)))
            {
                report(method.OutputLocation, $"RPC {Quote(method.Name)} returns google.protobuf.Empty, which can never get a field; return a message of its own.");
            }
        }
    }
}
