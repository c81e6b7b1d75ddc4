using GrpcSdk.Schema.Imports;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>IMPORT_USED: something of every import is used. Public imports are for others to use and never reported.</summary>
internal sealed class ImportUsed : LintRule
{
    public override string Name => "IMPORT_USED";

    public override void Check(LintContext context, LintReport report)
    {
        var usage = new ImportUsage(context.Image.Files, new ImportGraph(context.Image.Files));
        foreach (var file in context.Files)
        {
            var used = usage.UsedImportsOf(file);
            for (var i = 0; i < file.Descriptor.Dependency.Count; i++)
            {
                var import = file.Descriptor.Dependency[i];
                if (!used.Contains(import) && !file.Descriptor.PublicDependency.Contains(i))
                {
                    report(file.ImportLocation(i), $"Import {Quote(import)} is unused.");
                }
            }
        }
    }
}
