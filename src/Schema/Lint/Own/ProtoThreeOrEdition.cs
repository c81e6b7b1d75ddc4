using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Lint.Own;

/// <summary>SYNTAX_PROTO3_OR_EDITION: no proto2, whose required fields, defaults and closed enums do not travel well.</summary>
internal sealed class ProtoThreeOrEdition : LintRule
{
    public override string Name => "SYNTAX_PROTO3_OR_EDITION";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var file in context.Files.Where(file => file.Syntax == ProtoSyntax.Proto2))
        {
            report(file.SyntaxLocation.Or(file.Whole), "File is written in proto2; use proto3 or an edition.");
        }
    }
}
