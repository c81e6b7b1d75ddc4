namespace GrpcSdk.Schema.Lint;

/// <summary>RPC_RESPONSE_STANDARD_NAME: response types are named after their RPC.</summary>
internal sealed class RpcResponseStandardName : LintRule
{
    public override string Name => "RPC_RESPONSE_STANDARD_NAME";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var method in context.Methods)
        {
            StandardTypeName.Require(report, method, method.OutputType, method.OutputLocation, "Response", context.Options.RpcAllowEmptyResponses);
        }
    }
}
