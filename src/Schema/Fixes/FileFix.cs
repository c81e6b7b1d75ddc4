using GrpcSdk.Schema.Configuration;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Adds a syntax or package statement, and the version that a package lacks.</summary>
internal sealed class FileFix : FixRule
{
    public override IReadOnlyList<string> Rules { get; } = ["SYNTAX_SPECIFIED", "PACKAGE_DEFINED", "PACKAGE_VERSION_SUFFIX"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding) =>
        context.SourceOf(finding.File) is not { } source ? null : finding.Rule.Name switch
        {
            "SYNTAX_SPECIFIED" => Of(finding, "State that the file is proto2", [source.Insert(0, $"syntax = \"proto2\";{source.NewLine}{source.NewLine}")]),
            "PACKAGE_DEFINED" => AddPackage(source, finding),
            _ => AddVersion(context, source, finding),
        };

    /// <summary>The package that the directory stands for, as PACKAGE_DIRECTORY_MATCH wants it.</summary>
    private static SchemaFix? AddPackage(FixSource source, SchemaFinding finding)
    {
        var directory = BufPath.DirectoryOf(source.File.Name);
        var words = directory.Split('/');
        if (directory == BufPath.Root || words.Any(word => word != StringCase.LowerSnake(word) || word.Length == 0 || char.IsDigit(word[0])))
        {
            return null;
        }

        var statement = $"package {string.Join(".", words)};";
        return Of(finding, $"Add '{statement}'", source.RangeOf(source.File.SyntaxLocation) is { } syntax
            ? [source.Insert(syntax.End, source.NewLine + source.NewLine + statement)]
            : [source.Insert(0, statement + source.NewLine + source.NewLine)]);
    }

    /// <summary>All files of the package move together, and so does every name that others give it.</summary>
    private static SchemaFix? AddVersion(FixContext context, FixSource source, SchemaFinding finding)
    {
        var package = source.File.Package;
        var edits = new List<TextEdit>();
        foreach (var other in context.Sources)
        {
            if (other.File.Package == package && other.RangeOf(other.File.PackageLocation) is { } statement)
            {
                edits.Add(other.Insert(statement.End - 1, ".v1"));
            }
        }

        foreach (var (place, type) in context.Elements.SelectMany(References))
        {
            if (context.SourceOf(place.File!.Name) is { } user && user.RangeOf(place) is { } range && IsOf(package, type, context))
            {
                var text = user.TextOf(range);
                var at = text.LastIndexOf(package + ".", StringComparison.Ordinal);
                if (at >= 0 && text.Substring(at + package.Length + 1) == type.Substring(package.Length + 1))
                {
                    edits.Add(user.Insert(range.Start + at + package.Length, ".v1"));
                }
            }
        }

        return Of(finding, $"Rename package '{package}' to '{package}.v1'", edits);
    }

    private static bool IsOf(string package, string type, FixContext context) => context.Shapes.Find(type) is { } message
        ? message.File.Package == package
        : context.Elements.OfType<ProtoEnum>().Any(declaration => declaration.FullName == type && declaration.File.Package == package);

    private static IEnumerable<(SourceLocation Place, string Type)> References(ProtoElement element) => element switch
    {
        ProtoField { TypeName.Length: > 0 } field => [(field.TypeNameLocation, field.TypeName)],
        ProtoMethod method => [(method.InputLocation, method.InputType), (method.OutputLocation, method.OutputType)],
        _ => [],
    };
}
