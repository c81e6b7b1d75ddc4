using GrpcSdk.Generators.Batching;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>BATCH_NO_DELETE: an RPC with batch helpers keeps them.</summary>
internal sealed class BatchNoDelete : BreakingRule
{
    public override string Name => "BATCH_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        LostShapes.Report(context, report, (rpc, client) => BatchDetector.Detect(rpc, client).Shape is not null, "a batch: its helpers are gone");
}
