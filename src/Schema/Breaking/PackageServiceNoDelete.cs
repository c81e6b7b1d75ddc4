namespace GrpcSdk.Schema.Breaking;

/// <summary>PACKAGE_SERVICE_NO_DELETE: a package keeps its services.</summary>
internal sealed class PackageServiceNoDelete : BreakingRule
{
    public override string Name => "PACKAGE_SERVICE_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        DeletedDeclarations.ReportByPackage(context, report, "service", file => file.Services, evenTheLast: true);
}
