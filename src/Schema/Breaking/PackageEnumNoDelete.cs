namespace GrpcSdk.Schema.Breaking;

/// <summary>PACKAGE_ENUM_NO_DELETE: a package keeps its enums. As in buf, losing all of them goes unnoticed.</summary>
internal sealed class PackageEnumNoDelete : BreakingRule
{
    public override string Name => "PACKAGE_ENUM_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        DeletedDeclarations.ReportByPackage(context, report, "enum", file => file.AllEnums);
}
