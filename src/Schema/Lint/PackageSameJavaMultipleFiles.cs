using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_SAME_JAVA_MULTIPLE_FILES: the files of one package have the same java_multiple_files.</summary>
internal sealed class PackageSameJavaMultipleFiles : LintRule
{
    public override string Name => "PACKAGE_SAME_JAVA_MULTIPLE_FILES";

    public override void Check(LintContext context, LintReport report)
    {
        PackageOption.RequireSame(
            context,
            report,
            "java_multiple_files",
            FileOptions.JavaMultipleFilesFieldNumber,
            options => !options.HasJavaMultipleFiles ? "" : options.JavaMultipleFiles ? "true" : "false");
    }
}
