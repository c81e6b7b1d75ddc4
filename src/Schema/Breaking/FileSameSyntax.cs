using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Breaking;

/// <summary>FILE_SAME_SYNTAX: a file stays proto2, proto3 or editions. One edition is as good as another.</summary>
internal sealed class FileSameSyntax : BreakingRule
{
    public override string Name => "FILE_SAME_SYNTAX";

    public override void Check(BreakingContext context, BreakingReport report)
    {
        foreach (var (previous, current) in context.Files)
        {
            if (previous.Syntax != current.Syntax)
            {
                report(
                    current.SyntaxLocation,
                    previous,
                    $"File syntax changed from {Quote(Describe(previous.Syntax))} to {Quote(Describe(current.Syntax))}.");
            }
        }
    }

    private static string Describe(ProtoSyntax syntax) => syntax switch
    {
        ProtoSyntax.Proto3 => "proto3",
        ProtoSyntax.Editions => "editions",
        _ => "proto2",
    };
}
