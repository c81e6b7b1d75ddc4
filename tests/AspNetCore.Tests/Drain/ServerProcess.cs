// The server of tests/ServerProcess as a process of its own.
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace GrpcSdk.AspNetCore.Tests.Drain;

internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _rest;

    private ServerProcess(Process process, string address)
    {
        _process = process;
        Address = new Uri(address);
        _rest = process.StandardOutput.ReadToEndAsync();
    }

    public Uri Address { get; }

    public int ExitCode => _process.ExitCode;

    /// <summary>How many unary calls reached a handler; known after the exit.</summary>
    public int Accepted => int.Parse(_rest.Result.Split("accepted ")[1].Trim(), CultureInfo.InvariantCulture);

    public static string DefaultProgram { get; } = typeof(ServerProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ServerProcess").Value!;

    public static async Task<ServerProcess> StartAsync(string? program = null)
    {
        var process = Process.Start(program is null
            ? new ProcessStartInfo("dotnet", [DefaultProgram]) { RedirectStandardOutput = true }
            : new ProcessStartInfo(program) { RedirectStandardOutput = true })!;
        const string Listening = "listening ";
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                return new ServerProcess(process, line[Listening.Length..]);
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task ExitedAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(3));
        await _rest;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
