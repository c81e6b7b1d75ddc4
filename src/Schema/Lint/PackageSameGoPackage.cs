using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_SAME_GO_PACKAGE: the files of one package have the same go_package.</summary>
internal sealed class PackageSameGoPackage : LintRule
{
    public override string Name => "PACKAGE_SAME_GO_PACKAGE";

    public override void Check(LintContext context, LintReport report)
    {
        PackageOption.RequireSame(
            context,
            report,
            "go_package",
            FileOptions.GoPackageFieldNumber,
            options => options.GoPackage);
    }
}
