using GrpcSdk.Generators.Paging;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>PAGINATION_NO_DELETE: an RPC with a pager keeps it.</summary>
internal sealed class PaginationNoDelete : BreakingRule
{
    public override string Name => "PAGINATION_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        LostShapes.Report(context, report, (rpc, client) => PageDetector.Detect(rpc, client).Shape is not null, "paginated: its pager is gone");
}
