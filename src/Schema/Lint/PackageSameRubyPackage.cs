using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_SAME_RUBY_PACKAGE: the files of one package have the same ruby_package.</summary>
internal sealed class PackageSameRubyPackage : LintRule
{
    public override string Name => "PACKAGE_SAME_RUBY_PACKAGE";

    public override void Check(LintContext context, LintReport report)
    {
        PackageOption.RequireSame(
            context,
            report,
            "ruby_package",
            FileOptions.RubyPackageFieldNumber,
            options => options.RubyPackage);
    }
}
