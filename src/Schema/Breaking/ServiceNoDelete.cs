namespace GrpcSdk.Schema.Breaking;

/// <summary>SERVICE_NO_DELETE: a file keeps its services.</summary>
internal sealed class ServiceNoDelete : BreakingRule
{
    public override string Name => "SERVICE_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        DeletedDeclarations.ReportByFile(context, report, "service", file => file.Services);
}
