using GrpcSdk.Schema.Naming;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Lint;

/// <summary>PACKAGE_LOWER_SNAKE_CASE: each part of a package name is lower_snake_case.</summary>
internal sealed class PackageLowerSnakeCase : LintRule
{
    public override string Name => "PACKAGE_LOWER_SNAKE_CASE";

    public override void Check(LintContext context, LintReport report)
    {
        foreach (var file in context.Files)
        {
            var expected = string.Join(".", file.Package.Split('.').Select(StringCase.LowerSnake));
            if (file.Package != expected)
            {
                report(file.PackageLocation, $"Package name {Quote(file.Package)} should be lower_snake.case, such as {Quote(expected)}.");
            }
        }
    }
}
