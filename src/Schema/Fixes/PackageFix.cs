using System.Text.RegularExpressions;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;
using GrpcSdk.Schema.Text;

namespace GrpcSdk.Schema.Fixes;

/// <summary>
/// Gives a package the version that it lacks, or the right case. All files of the package move together, and so does
/// every name that others give it.
/// </summary>
internal sealed class PackageFix : FixRule
{
    private static readonly Regex Statement = new(@"^package\s+(?<name>[\w.]+)\s*;$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public override IReadOnlyList<string> Rules { get; } = ["PACKAGE_VERSION_SUFFIX", "PACKAGE_LOWER_SNAKE_CASE"];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding)
    {
        if (context.SourceOf(finding.File) is not { } source)
        {
            return null;
        }

        var package = source.File.Package;
        var name = finding.Rule.Name == "PACKAGE_VERSION_SUFFIX" ? package + ".v1" : string.Join(".", package.Split('.').Select(StringCase.LowerSnake));
        var files = context.Sources.Where(other => other.File.Package == package).ToList();
        var statements = files.Select(file => NameIn(file) is { } range ? file.Replace(range, name) : null).ToList();
        var isInOption = files.SelectMany(file => file.File.AllExtensions).Any(extension => context.Sources.Any(other => other.NamesInOption(extension.Name)));
        if (isInOption || statements.Contains(null) || context.Files.Any(file => file.Package == name))
        {
            return null;
        }

        return Of(
            finding,
            $"Rename package '{package}' to '{name}'",
            statements.Concat(context.References.Where(reference => IsOf(package, reference.FullName, context)).Select(reference => Qualify(reference, package, name))),
            context.ReleaseOf(files.Select(file => file.File)));
    }

    private static TextRange? NameIn(FixSource file)
    {
        if (file.RangeOf(file.File.PackageLocation) is not { } statement || Statement.Match(file.TextOf(statement)) is not { Success: true } match)
        {
            return null;
        }

        return new TextRange(statement.Start + match.Groups["name"].Index, match.Groups["name"].Length);
    }

    private static bool IsOf(string package, string type, FixContext context) => context.Shapes.Find(type) is { } message
        ? message.File.Package == package
        : context.Elements.OfType<ProtoEnum>().Any(declaration => declaration.FullName == type && declaration.File.Package == package);

    /// <summary>The words in front of the type are the package's, all of them or the last ones.</summary>
    private static TextEdit? Qualify(TypeReference reference, string package, string name)
    {
        var (old, renamed) = (package.Split('.'), name.Split('.'));
        var count = reference.Words.Count - reference.FullName.Substring(package.Length + 1).Split('.').Length;
        if (count <= 0 || count > old.Length)
        {
            return null;
        }

        var last = reference.Words[count - 1];
        return reference.Source.Replace(
            new TextRange(reference.Words[0].Start, last.End - reference.Words[0].Start),
            string.Join(".", renamed.Skip(old.Length - count)));
    }
}
