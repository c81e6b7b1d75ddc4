using GrpcSdk.Schema.Configuration;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_DIRECTORY_MATCH: a file of package a.b.v1 lies in a/b/v1.</summary>
internal sealed class PackageDirectoryMatch : LintRule
{
    public override string Name => "PACKAGE_DIRECTORY_MATCH";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var file in context.Files.Where(file => file.Package.Length > 0))
        {
            var expected = file.Package.Replace('.', '/');
            var actual = BufPath.DirectoryOf(context.PathOf(file));
            if (actual != expected)
            {
                report(
                    file.PackageLocation,
                    $"Files with package {Quote(file.Package)} must be within a directory \"{expected}\" relative to root but were in directory \"{actual}\".");
            }
        }
    }
}
