namespace GrpcSdk.Schema.Breaking;

/// <summary>EXTENSION_NO_DELETE: a file keeps its extensions, by name.</summary>
internal sealed class ExtensionNoDelete : BreakingRule
{
    public override string Name => "EXTENSION_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report) =>
        DeletedDeclarations.ReportByFile(context, report, "extension", file => file.AllExtensions);
}
