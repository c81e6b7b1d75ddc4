using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_SAME_CSHARP_NAMESPACE: the files of one package have the same csharp_namespace.</summary>
internal sealed class PackageSameCsharpNamespace : LintRule
{
    public override string Name => "PACKAGE_SAME_CSHARP_NAMESPACE";

    public override void Check(LintContext context, LintReport report)
    {
        PackageOption.RequireSame(
            context,
            report,
            "csharp_namespace",
            FileOptions.CsharpNamespaceFieldNumber,
            options => options.CsharpNamespace);
    }
}
