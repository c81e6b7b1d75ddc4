namespace GrpcSdk.Schema.Breaking;

/// <summary>PACKAGE_EXTENSION_NO_DELETE: a package keeps its extensions, by name. As in buf, losing all of them goes unnoticed.</summary>
internal sealed class PackageExtensionNoDelete : BreakingRule
{
    public override string Name => "PACKAGE_EXTENSION_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        DeletedDeclarations.ReportByPackage(context, report, "extension", file => file.AllExtensions);
}
