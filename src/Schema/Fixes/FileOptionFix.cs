using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Breaking;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Text;
using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Fixes;

/// <summary>
/// Sets an option of a file: to what most files of the package have, or back to what was released.
/// </summary>
internal sealed class FileOptionFix : FixRule
{
    private const string OfPackage = "PACKAGE_SAME_";
    private const string OfFile = "FILE_SAME_";
    private const string CSharpNamespace = "csharp_namespace";
    private const string OwnNamespaceRule = "CSHARP_SAME_NAMESPACE";

    private static readonly string[] PackageOptions =
        [CSharpNamespace, "go_package", "java_multiple_files", "java_package", "php_namespace", "ruby_package", "swift_prefix"];

    private static readonly Regex Literal = new(@"^(""[^""\\\r\n]*""|'[^'\\\r\n]*'|\w+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public override IReadOnlyList<string> Rules { get; } =
    [
        .. PackageOptions.Select(option => OfPackage + option.ToUpperInvariant()),
        .. FileSameOption.All.Select(rule => rule.Name),
        OwnNamespaceRule,
    ];

    public override SchemaFix? Fix(FixContext context, SchemaFinding finding) => context.SourceOf(finding.File) is not { } source
        ? null
        : finding.Rule.Name.StartsWith(OfPackage, StringComparison.Ordinal)
            ? Unify(context, source, finding)
            : Restore(context, source, finding);

    private static SchemaFix? Unify(FixContext context, FixSource source, SchemaFinding finding)
    {
        var option = finding.Rule.Name.Substring(OfPackage.Length).ToLowerInvariant();
        var files = context.Files.Where(file => file.Package == source.File.Package && context.OptionsOf(file) == context.OptionsOf(source.File)).ToList();
        var values = files.GroupBy(file => ValueOf(file, option)).Where(group => group.Key is not null).OrderByDescending(group => group.Count()).ToList();
        if (values.Count == 0 || (values.Count > 1 && values[0].Count() == values[1].Count()))
        {
            return null;
        }

        var value = values[0].Key!;
        var others = files.Where(file => ValueOf(file, option) != value).ToList();
        return Of(
            finding,
            $"Give all files of the package 'option {option} = {value};'",
            others.Select(file => Set(context.SourceOf(file.Name)!, option, value)),
            context.ReleaseOf(others.Where(file => context.ReleasedFile(file.Name) is { } released && ValueOf(released, option) != value)));
    }

    private static SchemaFix? Restore(FixContext context, FixSource source, SchemaFinding finding)
    {
        if (context.ReleasedFile(finding.File) is not { } released)
        {
            return null;
        }

        var option = finding.Rule.Name == OwnNamespaceRule ? CSharpNamespace : finding.Rule.Name.Substring(OfFile.Length).ToLowerInvariant();
        var value = ValueOf(released, option);

        // The same option, and yet another namespace: the package has changed.
        return ValueOf(source.File, option) == value && option == CSharpNamespace ? null : Of(
            finding,
            value is null ? $"Remove 'option {option}', as it was released" : $"Set 'option {option} = {value};', as it was released",
            [Set(source, option, value)]);
    }

    /// <summary>The value as it is written; <see langword="null"/> when the option is not set or empty.</summary>
    private static string? ValueOf(ProtoFile file, string option)
    {
        var field = FieldOf(option);
        return file.Descriptor.Options is not { } options || !field.Accessor.HasValue(options) ? null : field.Accessor.GetValue(options) switch
        {
            "" => null,
            string text => Quote(text),
            bool flag => flag ? "true" : "false",
            _ => ProtoNames.Of(options.OptimizeFor),
        };
    }

    private static TextEdit? Set(FixSource source, string option, string? value)
    {
        var statement = source.RangeOf(source.File.OptionLocation(FieldOf(option).FieldNumber));
        return (statement, value) switch
        {
            (null, null) => null,
            (null, _) => Add(source, $"option {option} = {value};"),
            ({ } range, null) => source.Remove(range),
            ({ } range, _) => ValueIn(source, range) is { } old ? source.Replace(old, value!) : null,
        };
    }

    /// <summary>Below the other options, or in a paragraph of its own behind the imports.</summary>
    private static TextEdit Add(FixSource source, string statement)
    {
        var file = source.File;
        var options = FileOptions.Descriptor.Fields.InFieldNumberOrder().Select(field => source.RangeOf(file.OptionLocation(field.FieldNumber)));
        var heads = Enumerable.Range(0, file.Descriptor.Dependency.Count).Select(file.ImportLocation).Append(file.PackageLocation).Append(file.SyntaxLocation).Select(source.RangeOf);
        return Last(options) is { } option ? source.InsertLineBelow(option, statement, apart: false)
            : Last(heads) is { } head ? source.InsertLineBelow(head, statement, apart: true)
            : source.Insert(0, statement + source.NewLine + source.NewLine);
    }

    private static TextRange? Last(IEnumerable<TextRange?> ranges) => ranges.OfType<TextRange>().Select(range => (TextRange?)range).OrderBy(range => range!.Value.End).LastOrDefault();

    /// <summary>What stands between <c>=</c> and <c>;</c>, if it is one literal.</summary>
    private static TextRange? ValueIn(FixSource source, TextRange statement)
    {
        if (ProtoScanner.IndexOf(source.Text, '=', statement.Start, statement.End) is not { } equals)
        {
            return null;
        }

        var text = source.Text.Substring(equals + 1, statement.End - equals - 2);
        return Literal.IsMatch(text.Trim()) ? new TextRange(equals + 1 + text.Length - text.TrimStart().Length, text.Trim().Length) : null;
    }

    private static FieldDescriptor FieldOf(string option) => FileOptions.Descriptor.FindFieldByName(option);

    private static string Quote(string value) => "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
