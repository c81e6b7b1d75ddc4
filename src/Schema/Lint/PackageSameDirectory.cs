using GrpcSdk.Schema.Configuration;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_SAME_DIRECTORY: the files of one package lie in one directory.</summary>
internal sealed class PackageSameDirectory : LintRule
{
    public override string Name => "PACKAGE_SAME_DIRECTORY";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var package in context.Files.GroupBy(file => file.Package, StringComparer.Ordinal))
        {
            var directories = package.Select(file => BufPath.DirectoryOf(context.PathOf(file))).Distinct().OrderBy(directory => directory, StringComparer.Ordinal).ToList();
            if (directories.Count > 1)
            {
                foreach (var file in package)
                {
                    report(
                        file.PackageLocation.Or(file.Whole),
                        $"Multiple directories {Quote(string.Join(",", directories))} contain files with package {Quote(package.Key)}.");
                }
            }
        }
    }
}
