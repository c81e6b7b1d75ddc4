// dotnet run -c Release --project bench/UsageRules [pairs] [services] [--cold]
// Builds a project of 500 service classes without and with the usage rules, in turns, and compares what the compiler took.
// --cold: a compiler of its own for every build, instead of the compiler server that builds use by default; compares processor time.
using GrpcSdk.Bench.UsageRules;

var numbers = args.Where(arg => int.TryParse(arg, out _)).Select(int.Parse).ToArray();
var pairs = numbers.ElementAtOrDefault(0) is var p and > 0 ? p : 6;
var services = numbers.ElementAtOrDefault(1) is var s and > 0 ? s : 500;
var isCold = args.Contains("--cold");

using var project = await ServiceProject.CreateAsync(services, sharedCompilation: !isCold);
await project.BuildAsync(rules: false);
var warm = await project.BuildAsync(rules: true);
if (warm.Findings > 0)
{
    Console.Error.WriteLine($"The rules report {warm.Findings} findings in code that is right: look at {project.Folder}.");
    return 1;
}

Console.WriteLine($"{services} service classes, {(isCold ? "a compiler for every build" : "compiler server")}, {pairs} pairs");
Console.WriteLine(isCold ? "| Pair | CPU without | CPU with | Difference |" : "| Pair | Csc without | Csc with | Difference |");
Console.WriteLine("|---|---|---|---|");
var results = new List<(double Without, double With)>();
Dictionary<string, double> perRule = [];
for (var pair = 1; pair <= pairs; pair++)
{
    // Each goes first as often as the other, so that a machine that gets slower favours neither.
    var first = await project.BuildAsync(rules: pair % 2 == 0);
    var second = await project.BuildAsync(rules: pair % 2 != 0);
    var (without, with) = pair % 2 == 0 ? (second, first) : (first, second);
    results.Add((Time(without), Time(with)));
    foreach (var (rule, seconds) in with.RuleSeconds)
    {
        perRule[rule] = perRule.GetValueOrDefault(rule) + (seconds / pairs);
    }

    Console.WriteLine($"| {pair} | {Time(without):F2} s | {Time(with):F2} s | {Percent(Time(without), Time(with))} |");
}

var (medianWithout, medianWith) = (Median(results.Select(result => result.Without)), Median(results.Select(result => result.With)));
Console.WriteLine($"| Median | {medianWithout:F2} s | {medianWith:F2} s | {Percent(medianWithout, medianWith)} |");
Console.WriteLine($"| Best | {results.Min(result => result.Without):F2} s | {results.Min(result => result.With):F2} s | {Percent(results.Min(result => result.Without), results.Min(result => result.With))} |");
Console.WriteLine($"-p:ReportAnalyzer=true attributes {perRule.Values.Sum():F3} s to the rules, summed over threads:");
foreach (var (rule, seconds) in perRule.OrderByDescending(entry => entry.Value))
{
    Console.WriteLine($"  {rule} {seconds:F3} s");
}

return 0;

// What a server does is not in the processor time of the build; what a compiler of its own does is, and that varies less than its time.
double Time(Build build) => isCold && build.ProcessorSeconds > 0 ? build.ProcessorSeconds : build.CompilerSeconds;

static string Percent(double before, double after) => $"{(after / before) - 1:+0.0 %;-0.0 %}";

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
