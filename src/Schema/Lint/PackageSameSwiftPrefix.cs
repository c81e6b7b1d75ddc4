using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_SAME_SWIFT_PREFIX: the files of one package have the same swift_prefix.</summary>
internal sealed class PackageSameSwiftPrefix : LintRule
{
    public override string Name => "PACKAGE_SAME_SWIFT_PREFIX";

    public override void Check(LintContext context, LintReport report)
    {
        PackageOption.RequireSame(
            context,
            report,
            "swift_prefix",
            FileOptions.SwiftPrefixFieldNumber,
            options => options.SwiftPrefix);
    }
}
