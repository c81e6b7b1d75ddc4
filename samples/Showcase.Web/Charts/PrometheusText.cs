// Reads Prometheus' text format as far as sums of samples need it.

using System.Globalization;
using System.Text.RegularExpressions;

namespace Showcase.Web.Charts;

internal static partial class PrometheusText
{
    /// <summary>The samples of each name, added up over their labels.</summary>
    public static IReadOnlyDictionary<string, double> Sums(string text)
    {
        var sums = new Dictionary<string, double>();
        foreach (Match sample in Sample().Matches(text))
        {
            if (double.TryParse(sample.Groups["value"].ValueSpan, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            {
                var name = sample.Groups["name"].Value;
                sums[name] = sums.GetValueOrDefault(name) + value;
            }
        }

        return sums;
    }

    // name{label="value",…} value [time]: a label's value may hold anything but the end of the line.
    [GeneratedRegex("""^(?<name>[a-zA-Z_:][\w:]*)(\{.*\})? (?<value>\S+)( \d+)?$""", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
