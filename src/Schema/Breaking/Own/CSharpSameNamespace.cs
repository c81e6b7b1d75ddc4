using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;
using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Breaking.Own;

/// <summary>CSHARP_SAME_NAMESPACE: the types of a file keep their namespace, whether <c>csharp_namespace</c> or the package gives it.</summary>
internal sealed class CSharpSameNamespace : BreakingRule
{
    public override string Name => "CSHARP_SAME_NAMESPACE";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Files)
        {
            var (before, after) = (CSharpNames.Namespace(previous), CSharpNames.Namespace(current));
            var hasTypes = previous.Messages.Count + previous.Enums.Count + previous.Services.Count > 0;
            if (before != after && hasTypes)
            {
                report(
                    current.OptionLocation(FileOptions.CsharpNamespaceFieldNumber).Or(current.PackageLocation).Or(current.Whole),
                    previous,
                    $"C# namespace of file {Quote(current.Name)} changed from {Quote(before)} to {Quote(after)}.");
            }
        }
    }
}
