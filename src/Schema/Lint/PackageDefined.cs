namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_DEFINED: every file has a package.</summary>
internal sealed class PackageDefined : LintRule
{
    public override string Name => "PACKAGE_DEFINED";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var file in context.Files.Where(file => file.Package.Length == 0))
        {
            report(file.Whole, "Files must have a package defined.");
        }
    }
}
