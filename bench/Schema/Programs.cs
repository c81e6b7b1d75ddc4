// Where the programs are that are compared, and how one run of a program is measured.
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace GrpcSdk.Bench.Schema;

/// <summary>What one run of a program cost.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="PeakMegabytes">The largest resident set, as the kernel counted it.</param>
internal sealed record Cost(double Seconds, double PeakMegabytes);

/// <summary>The programs of the comparison.</summary>
internal static class Programs
{
    private static readonly string Root = Metadata("RepositoryRoot");

    /// <summary>The grpcsdk tool in the configuration of this benchmark.</summary>
    public static string GrpcSdk { get; } = Existing(Path.Combine(Root, "src", "Tool", "bin", Metadata("Configuration"), "net8.0", "grpcsdk"), "build this project");

    /// <summary>buf itself: its Node launcher would only cost time.</summary>
    public static string Buf { get; } = Existing(Path.Combine(Root, "node_modules", "@bufbuild", "buf-linux-x64", "bin", "buf"), "run 'npm ci'");

    private static string GrpcTools { get; } = Metadata("GrpcToolsDirectory");

    /// <summary>Compiles all .proto files of a directory to an image with imports and positions.</summary>
    public static void Compile(string directory, string image)
    {
        var responseFile = image + ".rsp";
        File.WriteAllLines(responseFile,
        [
            "--proto_path=" + directory,
            "--proto_path=" + Path.Combine(GrpcTools, "build", "native", "include"),
            "--include_imports",
            "--include_source_info",
            "--descriptor_set_out=" + image,
            .. Directory.EnumerateFiles(directory, "*.proto", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(directory, file)).Order(StringComparer.Ordinal),
        ]);
        var protoc = Path.Combine(GrpcTools, "tools", "linux_x64", "protoc");
        using var process = Process.Start(new ProcessStartInfo(protoc, ["@" + responseFile]) { WorkingDirectory = directory })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("protoc rejects the generated files.");
        }
    }

    /// <summary>Runs a program under GNU time; its standard output goes into a file.</summary>
    /// <exception cref="InvalidOperationException">It neither succeeded nor found something.</exception>
    public static async Task<Cost> MeasureAsync(string program, IEnumerable<string> arguments, string directory, string output)
    {
        const int Findings = 100;
        var figures = output + ".time";
        var start = new ProcessStartInfo("/usr/bin/time", ["--output", figures, "--format", "%e %M", program, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
        };
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("GNU time is missing: install the package 'time'.");
        await using (var file = File.Create(output))
        {
            await process.StandardOutput.BaseStream.CopyToAsync(file);
        }

        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (process.ExitCode is not (0 or Findings))
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }

        var kilobytes = (await File.ReadAllLinesAsync(figures))[^1].Split(' ')[1];
        return new Cost(seconds, double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024);
    }

    private static string Existing(string path, string remedy) =>
        File.Exists(path) ? path : throw new InvalidOperationException($"There is no '{path}': {remedy}.");

    private static string Metadata(string key) =>
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
