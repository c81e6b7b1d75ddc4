namespace GrpcSdk.Schema.Lint;

/// <summary>SYNTAX_SPECIFIED: a file states its syntax or edition. The descriptor of proto2 does not tell, only its source info does.</summary>
internal sealed class SyntaxSpecified : LintRule
{
    public override string Name => "SYNTAX_SPECIFIED";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var file in context.Files.Where(file => file.Descriptor.Syntax.Length == 0 && file.SyntaxLocation.Span is null))
        {
            report(file.Whole, "Files must have a syntax explicitly specified. If no syntax is specified, the file defaults to \"proto2\".");
        }
    }
}
