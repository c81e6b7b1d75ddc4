namespace GrpcSdk.Schema.Lint;

/// <summary>RPC_REQUEST_STANDARD_NAME: request types are named after their RPC.</summary>
internal sealed class RpcRequestStandardName : LintRule
{
    public override string Name => "RPC_REQUEST_STANDARD_NAME";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var method in context.Methods)
        {
            StandardTypeName.Require(report, method, method.InputType, method.InputLocation, "Request", context.Options.RpcAllowEmptyRequests);
        }
    }
}
