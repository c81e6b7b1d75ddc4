using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_SAME_JAVA_PACKAGE: the files of one package have the same java_package.</summary>
internal sealed class PackageSameJavaPackage : LintRule
{
    public override string Name => "PACKAGE_SAME_JAVA_PACKAGE";

    public override void Check(LintContext context, LintReport report)
    {
        PackageOption.RequireSame(
            context,
            report,
            "java_package",
            FileOptions.JavaPackageFieldNumber,
            options => options.JavaPackage);
    }
}
