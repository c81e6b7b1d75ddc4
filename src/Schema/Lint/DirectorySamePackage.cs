using GrpcSdk.Schema.Configuration;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>DIRECTORY_SAME_PACKAGE: the files of one directory share one package.</summary>
internal sealed class DirectorySamePackage : LintRule
{
    public override string Name => "DIRECTORY_SAME_PACKAGE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var directory in context.Files.GroupBy(file => BufPath.DirectoryOf(context.PathOf(file)), StringComparer.Ordinal))
        {
            var packages = directory.Select(file => file.Package).Distinct().OrderBy(package => package, StringComparer.Ordinal).ToList();
            if (packages.Count > 1)
            {
                var message = $"{Describe(packages)} detected within directory {Quote(directory.Key)}.";
                foreach (var file in directory)
                {
                    report(file.PackageLocation.Or(file.Whole), message);
                }
            }
        }
    }

    private static string Describe(List<string> packages)
    {
        var named = packages.Where(package => package.Length > 0).ToList();
        var names = Quote(string.Join(",", named));
        return named.Count == packages.Count ? $"Multiple packages {names}"
            : named.Count == 1 ? $"Package {names} and file with no package"
            : $"Multiple packages {names} and file with no package";
    }
}
