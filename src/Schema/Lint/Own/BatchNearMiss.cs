using GrpcSdk.Generators.Batching;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>BATCH_NEAR_MISS: an RPC that is called a batch has the shape of one (AIP-231, 233, 234, 235), so that its helpers are generated.</summary>
internal sealed class BatchNearMiss : LintRule
{
    public override string Name => "BATCH_NEAR_MISS";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var service in context.Services)
        {
            if (!service.Methods.Any(method => BatchDetector.VerbOf(method.Name) is not null))
            {
                continue;
            }

            var client = context.Shapes.Read(service);
            foreach (var method in service.Methods)
            {
                if (client.Rpcs.FirstOrDefault(rpc => rpc.Name == method.Name) is { } rpc && BatchDetector.Detect(rpc, client).NearMiss is { } reason)
                {
                    report(method.NameLocation, $"RPC {Quote(method.Name)} is called a batch, but gets no batch helper: {reason}.");
                }
            }
        }
    }
}
