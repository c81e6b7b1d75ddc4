using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_SAME_PHP_NAMESPACE: the files of one package have the same php_namespace.</summary>
internal sealed class PackageSamePhpNamespace : LintRule
{
    public override string Name => "PACKAGE_SAME_PHP_NAMESPACE";

    public override void Check(LintContext context, LintReport report)
    {
        PackageOption.RequireSame(
            context,
            report,
            "php_namespace",
            FileOptions.PhpNamespaceFieldNumber,
            options => options.PhpNamespace);
    }
}
