namespace GrpcSdk.Schema.Breaking;

/// <summary>PACKAGE_MESSAGE_NO_DELETE: a package keeps its messages. As in buf, losing all of them goes unnoticed.</summary>
internal sealed class PackageMessageNoDelete : BreakingRule
{
    public override string Name => "PACKAGE_MESSAGE_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        DeletedDeclarations.ReportByPackage(context, report, "message", file => file.AllMessages, followScope: true);
}
