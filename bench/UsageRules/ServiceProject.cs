// A project on disk with many service classes, built by the real dotnet build.
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace GrpcSdk.Bench.UsageRules;

/// <summary>One build: what the Csc task took, the processor time of the build (its own compiler included, a compiler server not), what the compiler says the rules took, and what they reported.</summary>
internal sealed record Build(double CompilerSeconds, double ProcessorSeconds, IReadOnlyDictionary<string, double> RuleSeconds, int Findings);

internal sealed partial class ServiceProject : IDisposable
{
    private readonly bool _sharedCompilation;

    private ServiceProject(string folder, bool sharedCompilation)
    {
        Folder = folder;
        _sharedCompilation = sharedCompilation;
    }

    public string Folder { get; }

    public static async Task<ServiceProject> CreateAsync(int services, bool sharedCompilation)
    {
        var folder = Directory.CreateTempSubdirectory("grpcsdk-usage-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(folder, ".editorconfig"), "root = true\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "Services.csproj"), Project());
        File.Copy(Path.Combine(AppContext.BaseDirectory, "probe.proto"), Path.Combine(folder, "probe.proto"));
        for (var number = 1; number <= services; number++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"Service{number}.cs"), ServiceSource.Number(number));
        }

        var project = new ServiceProject(folder, sharedCompilation);
        await project.DotnetAsync("restore");
        return project;
    }

    public async Task<Build> BuildAsync(bool rules)
    {
        var processor = ChildrenProcessorSeconds();
        var output = await DotnetAsync(
            "build", "--no-restore", "--no-incremental", "-v:detailed", "-clp:PerformanceSummary", "-p:ReportAnalyzer=true", $"-p:WithRules={rules}", $"-p:UseSharedCompilation={_sharedCompilation}");
        var compiler = CompilerTime().Match(output);
        var perRule = RuleTime().Matches(output)
            .ToDictionary(match => match.Groups[2].Value, match => match.Groups[1].Value.StartsWith('<') ? 0 : double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        return compiler.Success && perRule.Count > 0 == rules
            ? new Build(double.Parse(compiler.Groups[1].Value, CultureInfo.InvariantCulture) / 1000, ChildrenProcessorSeconds() - processor, perRule, Finding().Count(output))
            : throw new InvalidOperationException($"The output of the build does not say what the compiler and the rules took:\n{output}");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Project()
    {
        var version = typeof(ServiceProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "GrpcVersion").Value;
        string[] analyzers = ["GrpcSdk.Analyzers.dll", "GrpcSdk.Schema.dll", "Google.Protobuf.dll", "YamlDotNet.dll"];
        return $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Library</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NoWarn>$(NoWarn);NU1603;NU1900</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Grpc.AspNetCore" Version="{version}" />
                <Protobuf Include="probe.proto" />
              </ItemGroup>
              <ItemGroup Condition="'$(WithRules)' == 'true'">
                {string.Concat(analyzers.Select(file => $"<Analyzer Include=\"{Path.Combine(AppContext.BaseDirectory, file)}\" />"))}
              </ItemGroup>
            </Project>
            """;
    }

    /// <summary>The processor time of all ended child processes and their children, on Linux; 0 elsewhere.</summary>
    private static double ChildrenProcessorSeconds()
    {
        if (!File.Exists("/proc/self/stat"))
        {
            return 0;
        }

        // proc(5): cutime and cstime are fields 16 and 17, in ticks of 10 ms; the name, field 2, is in parentheses.
        var fields = File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (double.Parse(fields[13], CultureInfo.InvariantCulture) + double.Parse(fields[14], CultureInfo.InvariantCulture)) / 100;
    }

    private async Task<string> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{output}\n{await error}");
    }

    [GeneratedRegex(@"^\s*(\d+) ms\s+Csc\s", RegexOptions.Multiline)]
    private static partial Regex CompilerTime();

    [GeneratedRegex(@"^\s*(<?\s*\d+\.\d+)\s+<?\s*\d+\s+GrpcSdk\.Analyzers\.Usage\.(\w+)Analyzer\b", RegexOptions.Multiline)]
    private static partial Regex RuleTime();

    [GeneratedRegex(@": (warning|error) GSDK\d+")]
    private static partial Regex Finding();
}
