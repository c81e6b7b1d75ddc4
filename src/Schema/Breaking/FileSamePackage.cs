using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FILE_SAME_PACKAGE: a file stays in its package.</summary>
internal sealed class FileSamePackage : BreakingRule
{
    public override string Name => "FILE_SAME_PACKAGE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Files)
        {
            if (previous.Package != current.Package)
            {
                report(current.PackageLocation, previous, $"File package changed from {Quote(previous.Package)} to {Quote(current.Package)}.");
            }
        }
    }
}
