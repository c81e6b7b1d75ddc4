using GrpcSdk.Schema.Imports;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_NO_IMPORT_CYCLE: packages do not import one another in a cycle. Imported modules take part.</summary>
internal sealed class PackageNoImportCycle : LintRule
{
    public override string Name => "PACKAGE_NO_IMPORT_CYCLE";

    public override void Check(LintContext context, LintReport report)
    {
        var graph = new ImportGraph(context.Image.Files);
        var cycles = new PackageCycles(context.Image.Files, graph);
        foreach (var file in context.Files.Where(file => file.Package.Length > 0))
        {
            for (var i = 0; i < file.Descriptor.Dependency.Count; i++)
            {
                var imported = graph.Find(file.Descriptor.Dependency[i])?.Package;
                if (imported is { Length: > 0 } && imported != file.Package && cycles.Through(file.Package, imported) is { } cycle)
                {
                    report(file.ImportLocation(i), $"Package import cycle: {string.Join(" -> ", cycle)}");
                }
            }
        }
    }
}
