using GrpcSdk.Schema.Naming;
using GrpcSdk.Schema.Pairing;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>STABLE_PACKAGE_NO_IMPORT_UNSTABLE: a stable package does not depend on an unstable one of the same module.</summary>
internal sealed class StablePackageNoImportUnstable : LintRule
{
    public override string Name => "STABLE_PACKAGE_NO_IMPORT_UNSTABLE";

    public override void Check(LintContext context, LintReport report)
    {
        var files = Pairs.Index(context.Files, file => file.Name);
        foreach (var file in context.Files.Where(file => PackageVersion.StabilityOf(file.Package) == PackageStability.Stable))
        {
            for (var i = 0; i < file.Descriptor.Dependency.Count; i++)
            {
                var import = file.Descriptor.Dependency[i];
                if (files.TryGetValue(import, out var imported) && PackageVersion.StabilityOf(imported.Package) == PackageStability.Unstable)
                {
                    report(
                        file.ImportLocation(i),
                        $"This file is in stable package {Quote(file.Package)}, so it should not depend on {Quote(import)} from unstable package {Quote(imported.Package)}.");
                }
            }
        }
    }
}
