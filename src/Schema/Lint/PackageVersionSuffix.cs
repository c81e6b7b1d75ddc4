using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_VERSION_SUFFIX: a package name ends in a version such as v1 or v1beta1.</summary>
internal sealed class PackageVersionSuffix : LintRule
{
    public override string Name => "PACKAGE_VERSION_SUFFIX";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var file in context.Files.Where(file => file.Package.Length > 0))
        {
            if (PackageVersion.StabilityOf(file.Package) == PackageStability.Unversioned)
            {
                report(
                    file.PackageLocation,
                    $"Package name {Quote(file.Package)} should be suffixed with a correctly formed version, such as {Quote(file.Package + ".v1")}.");
            }
        }
    }
}
