using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>RPC_PASCAL_CASE: RPC names are PascalCase.</summary>
internal sealed class RpcPascalCase : LintRule
{
    public override string Name => "RPC_PASCAL_CASE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var method in context.Methods)
        {
            var expected = StringCase.Pascal(method.Name);
            if (method.Name != expected)
            {
                report(method.NameLocation, $"RPC name {Quote(method.Name)} should be PascalCase, such as {Quote(expected)}.");
            }
        }
    }
}
