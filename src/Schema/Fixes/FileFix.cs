using GrpcSdk.Schema.Configuration;
using GrpcSdk.Schema.Naming;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Adds the syntax or package statement that a file lacks.</summary>
internal sealed class FileFix : FixRule
{
    public override IReadOnlyList<string> Rules { get; } = ["SYNTAX_SPECIFIED", "PACKAGE_DEFINED"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding) => context.SourceOf(finding.File) is not { } source
        ? null
        : finding.Rule.Name == "SYNTAX_SPECIFIED"
            ? Of(finding, "State that the file is proto2", [source.Insert(0, $"syntax = \"proto2\";{source.NewLine}{source.NewLine}")])
            : AddPackage(context, source, finding);

    /// <summary>The package that the directory stands for, as PACKAGE_DIRECTORY_MATCH wants it.</summary>
    private static SchemaFix? AddPackage(FixContext context, FixSource source, SchemaFinding finding)
    {
        var directory = BufPath.DirectoryOf(source.File.Name);
        var words = directory.Split('/');
        if (directory == BufPath.Root || words.Any(word => word != StringCase.LowerSnake(word) || word.Length == 0 || char.IsDigit(word[0])))
        {
            return null;
        }

        var statement = $"package {string.Join(".", words)};";
        return Of(
            finding,
            $"Add '{statement}'",
            [source.RangeOf(source.File.SyntaxLocation) is { } syntax
                ? source.InsertLineBelow(syntax, statement, apart: true)
                : source.Insert(0, statement + source.NewLine + source.NewLine)],
            context.ReleaseOf([source.File]));
    }
}
