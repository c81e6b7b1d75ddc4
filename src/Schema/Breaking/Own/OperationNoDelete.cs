using GrpcSdk.Generators.Operations;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>OPERATION_NO_DELETE: an RPC that returns a long-running operation goes on doing so.</summary>
internal sealed class OperationNoDelete : BreakingRule
{
    public override string Name => "OPERATION_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        LostShapes.Report(context, report, (rpc, client) => OperationDetector.FindMessage(rpc.Response, client) is not null, "a long-running operation: its helpers are gone");
}
