using static GrpcSdk.Schema.Text.GoText;
using FileOptions = Google.Protobuf.Reflection.FileOptions;

namespace GrpcSdk.Schema.Lint;

/// <summary>Compares a file option over the files of each package, the empty one too.</summary>
internal static class PackageOption
{
    /// <summary>Reports every file of a package whose files do not all have the same value.</summary>
    /// <param name="context">The files.</param>
    /// <param name="report">Where to report.</param>
    /// <param name="option">The option's name.</param>
    /// <param name="number">Its number in FileOptions.</param>
    /// <param name="valueOf">Its value as text; empty when it is not set, which counts as a value of its own.</param>
    public static void RequireSame(LintContext context, LintReport report, string option, int number, Func<FileOptions, string> valueOf)
    {
        foreach (var package in context.Files.GroupBy(file => file.Package, StringComparer.Ordinal))
        {
            var values = package
                .Select(file => file.Descriptor.Options is { } options ? valueOf(options) : "")
                .Distinct()
                .OrderBy(value => value, StringComparer.Ordinal)
                .ToList();
            if (values.Count > 1)
            {
                var message = $"Files in package {Quote(package.Key)} have {Describe(values)} for option {Quote(option)} and all values must be equal.";
                foreach (var file in package)
                {
                    report(file.OptionLocation(number).Or(file.Whole), message);
                }
            }
        }
    }

    private static string Describe(List<string> values)
    {
        var set = Quote(string.Join(",", values.Where(value => value.Length > 0)));
        return values[0].Length > 0 ? $"multiple values {set}" : $"both values {set} and no value";
    }
}
