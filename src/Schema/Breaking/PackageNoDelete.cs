using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>PACKAGE_NO_DELETE: packages stay. The package's first file by name stands for it when findings are filtered.</summary>
internal sealed class PackageNoDelete : BreakingRule
{
    public override string Name => "PACKAGE_NO_DELETE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var package in context.Packages.Where(package => package.Current.Count == 0))
        {
            var first = package.Previous.OrderBy(file => file.Name, StringComparer.Ordinal).First();
            report(SourceLocation.None, first, $"Previously present package {Quote(package.Name)} was deleted.");
        }
    }
}
