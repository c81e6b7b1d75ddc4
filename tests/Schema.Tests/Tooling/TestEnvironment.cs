using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace GrpcSdk.Schema.Tests.Tooling;

/// <summary>Where things are on this machine: what MSBuild knew when the tests were built.</summary>
internal static class TestEnvironment
{
    /// <summary>The repository's root.</summary>
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The folder of the Grpc.Tools package.</summary>
    public static string GrpcToolsDirectory { get; } = Metadata("GrpcToolsDirectory");

    /// <summary>The test's own fixtures.</summary>
    public static string FixturesDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>The extension of programs.</summary>
    public static string ExecutableExtension { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ".exe" : "";

    /// <summary>A number that an environment variable may set.</summary>
    public static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private static string Metadata(string key) =>
        typeof(TestEnvironment).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
