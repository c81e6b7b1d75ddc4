// `dotnet run -c Release --project bench/Schema [files...]` prints the table of the schema rules in docs/benchmarks.md:
// `grpcsdk lint` and `breaking` beside `buf lint` and `breaking`, on the same images, taking turns. Linux with GNU time.
// With `--own` it prints what the rules cost that buf does not have.
using System.Globalization;
using System.Text.Json;
using GrpcSdk.Bench.Schema;

// A round with 7,000 files takes buf a minute.
const int Rounds = 3, RoundsOfMany = 1, Many = 5_000;

const string Configuration =
    """
    version: v2
    lint:
      use: [STANDARD, COMMENTS]
      except: [PROTOVALIDATE]
    breaking:
      use: [FILE]

    """;

// bench/Build/measure.sh takes its protos from here.
if (args is ["--write", var files, var target])
{
    new GeneratedApi(int.Parse(files, CultureInfo.InvariantCulture), edited: false).WriteTo(target);
    return;
}

var isOwn = args is ["--own", ..];
int[] named = [.. args.Where(arg => arg != "--own").Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))];
int[] sizes = named.Length > 0 ? named : [500, 2_000, 7_000];
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

Console.WriteLine(isOwn ? OwnRules.Header : "| Files | Image | Command | Findings | buf | GrpcSdk | Time | buf, peak | GrpcSdk, peak | Memory |\n|---|---|---|---|---|---|---|---|---|---|");
foreach (var size in sizes)
{
    var scratch = Directory.CreateTempSubdirectory("grpcsdk-bench-");
    try
    {
        var (current, previous) = (Image(scratch, "current", size, edited: true), Image(scratch, "previous", size, edited: false));
        await File.WriteAllTextAsync(Path.Combine(scratch.FullName, "buf.yaml"), Configuration);
        Func<string, string[], Task> compare = isOwn
            ? (command, arguments) => OwnRules.CompareAsync(scratch.FullName, size, command, arguments)
            : (command, arguments) => CompareAsync(scratch.FullName, size, current, command, arguments);
        await compare("lint", ["lint", current]);
        await compare("breaking", ["breaking", current, "--against", previous]);
    }
    finally
    {
        scratch.Delete(recursive: true);
    }
}

static string Image(DirectoryInfo scratch, string name, int files, bool edited)
{
    var sources = scratch.CreateSubdirectory(name).FullName;
    var image = Path.Combine(scratch.FullName, name + ".binpb");
    new GeneratedApi(files, edited).WriteTo(sources);
    Programs.Compile(sources, image);
    return image;
}

static async Task CompareAsync(string directory, int files, string image, string command, string[] arguments)
{
    var (bufOutput, ownOutput) = (Path.Combine(directory, "buf.json"), Path.Combine(directory, "grpcsdk.json"));
    var (buf, own) = (new List<Cost>(), new List<Cost>());
    for (var round = 0; round < (files < Many ? Rounds : RoundsOfMany); round++)
    {
        buf.Add(await Programs.MeasureAsync(Programs.Buf, [.. arguments, "--error-format=json"], directory, bufOutput));
        own.Add(await Programs.MeasureAsync(Programs.GrpcSdk, [.. arguments, "--format=json"], directory, ownOutput));
    }

    var findings = Findings(bufOutput);
    if (!findings.SequenceEqual(Findings(ownOutput)))
    {
        throw new InvalidOperationException($"The two do not find the same in {files} files ({command}).");
    }

    var (bufTime, ownTime) = (buf.Min(cost => cost.Seconds), own.Min(cost => cost.Seconds));
    var (bufPeak, ownPeak) = (buf.Min(cost => cost.PeakMegabytes), own.Min(cost => cost.PeakMegabytes));
    Console.WriteLine(
        $"| {files:N0} | {new FileInfo(image).Length / 1e6:F0} MB | {command} | {findings.Count:N0} | {bufTime:F2} s | {ownTime:F2} s | 1/{bufTime / ownTime:F1} | {bufPeak:F0} MB | {ownPeak:F0} MB | 1/{bufPeak / ownPeak:F1} |");
}

// The findings as both print them. The sources are not beside the image, so that neither can map positions to its own columns.
static List<string> Findings(string output) =>
[
    .. File.ReadLines(output)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Select(finding => $"{finding.GetProperty("path")}:{finding.GetProperty("start_line")}:{finding.GetProperty("start_column")}-{finding.GetProperty("end_line")}:{finding.GetProperty("end_column")} {finding.GetProperty("type")} {finding.GetProperty("message")}")
        .Order(StringComparer.Ordinal),
];
