namespace GrpcSdk.Schema.Breaking;

/// <summary>ENUM_NO_DELETE: a file keeps its enums, nested ones too.</summary>
internal sealed class EnumNoDelete : BreakingRule
{
    public override string Name => "ENUM_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        DeletedDeclarations.ReportByFile(context, report, "enum", file => file.AllEnums);
}
