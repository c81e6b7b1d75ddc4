using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>IMPORT_NO_PUBLIC: imports are not public.</summary>
internal sealed class ImportNoPublic : LintRule
{
    public override string Name => "IMPORT_NO_PUBLIC";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var file in context.Files)
        {
            foreach (var index in file.Descriptor.PublicDependency.Where(index => (uint)index < (uint)file.Descriptor.Dependency.Count))
            {
                report(file.ImportLocation(index), $"Import {Quote(file.Descriptor.Dependency[index])} must not be public.");
            }
        }
    }
}
