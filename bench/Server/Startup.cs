// How long a server takes to start: in this process, where everything is compiled already, and in a new one.
using System.Diagnostics;
using System.Globalization;

namespace GrpcSdk.Bench.Server;

internal static class Startup
{
    /// <summary>Milliseconds until a server of this process listens.</summary>
    public static async Task<double> WarmAsync(Func<Task<WebApplication>> start)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var app = await start();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <summary>Milliseconds from the beginning of <c>Main</c> of a new process until its server listens.</summary>
    public static async Task<double> ColdAsync(string server)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Host(), "start", server]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(output, CultureInfo.InvariantCulture);
    }

    // Started as `dotnet X.dll`, the process is dotnet and the program its first argument.
    private static string[] Host() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
}
