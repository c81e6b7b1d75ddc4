// Tables for docs/benchmarks.md, and what must hold for the program to succeed.

using System.Globalization;

namespace GrpcSdk.Bench.Load;

internal sealed class Report
{
    private readonly List<string> _broken = [];

    /// <summary>0, or 1 when something did not hold.</summary>
    public int ExitCode => _broken.Count == 0 ? 0 : 1;

    public static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    public void Expect(bool holds, string what)
    {
        if (!holds)
        {
            _broken.Add(what);
            Console.WriteLine($"DOES NOT HOLD: {what}");
        }
    }
}
