using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>FILE_LOWER_SNAKE_CASE: file names are lower_snake_case.</summary>
internal sealed class FileLowerSnakeCase : LintRule
{
    public override string Name => "FILE_LOWER_SNAKE_CASE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var file in context.Files)
        {
            var fileName = file.Name.Substring(file.Name.LastIndexOf('/') + 1);
            var extension = Path.GetExtension(fileName);
            var name = fileName.Substring(0, fileName.Length - extension.Length);
            var expected = StringCase.LowerSnake(name);
            if (name != expected)
            {
                report(file.Whole, $"Filename {Quote(fileName)} should be lower_snake_case{extension}, such as {Quote(expected + extension)}.");
            }
        }
    }
}
