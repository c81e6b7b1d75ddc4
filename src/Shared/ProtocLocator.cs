// Finds the protoc to parse with: the one that was named, or the one that the machine's .NET builds use anyway.
using System.Runtime.InteropServices;

namespace GrpcSdk.Shared;

/// <summary>Where protoc is, and the well-known types beside it.</summary>
/// <param name="Program">The path of protoc.</param>
/// <param name="Include">The directory with <c>google/protobuf/*.proto</c>; null when protoc finds it by itself.</param>
internal sealed record ProtocLocation(string Program, string? Include)
{
    /// <summary>Grpc.Tools keeps the well-known types apart; a protoc of its own release has them at ../include.</summary>
    public static ProtocLocation Of(string program)
    {
        var directory = Path.GetDirectoryName(program)!;
        string[] includes =
        [
            Path.GetFullPath(Path.Combine(directory, "..", "..", "build", "native", "include")),
            Path.GetFullPath(Path.Combine(directory, "..", "include")),
        ];
        return new ProtocLocation(program, includes.FirstOrDefault(include => File.Exists(Path.Combine(include, "google", "protobuf", "empty.proto"))));
    }
}

/// <summary>Looks for protoc where Grpc.Tools has it: <c>PROTOBUF_PROTOC</c>, the PATH, the newest Grpc.Tools in the NuGet folder.</summary>
internal static class ProtocLocator
{
    /// <summary>The first protoc that exists; null without one.</summary>
    public static ProtocLocation? Locate()
    {
        var candidates = new[] { Environment.GetEnvironmentVariable("PROTOBUF_PROTOC") }.Concat(OnPath()).Concat(InGrpcTools());
        return candidates.FirstOrDefault(File.Exists) is { } found ? ProtocLocation.Of(Path.GetFullPath(found)) : null;
    }

    /// <summary>
    /// A program below the <c>tools</c> folder of Grpc.Tools, in the first folder of the machine that the package has: its
    /// older versions have <c>macosx_x64</c>, newer ones <c>macosx_universal</c>.
    /// </summary>
    public static string? InPackage(string package, string program, OSPlatform system, Architecture architecture) =>
        FoldersFor(system, architecture)
            .Select(folder => Path.Combine(package, "tools", folder, program + (system == OSPlatform.Windows ? ".exe" : "")))
            .FirstOrDefault(File.Exists);

    /// <summary>The folders with programs that run on a machine, the best first (target Protobuf_ResolvePlatform of Grpc.Tools).</summary>
    internal static IReadOnlyList<string> FoldersFor(OSPlatform system, Architecture architecture) =>
        system == OSPlatform.OSX ? ["macosx_universal", "macosx_x64"]
        : system == OSPlatform.Windows ? architecture == Architecture.X86 ? ["windows_x86"] : ["windows_x64", "windows_x86"]
        : architecture == Architecture.Arm64 ? ["linux_arm64"]
        : architecture == Architecture.X86 ? ["linux_x86"]
        : ["linux_x64"];

    /// <summary>The system that this process runs on.</summary>
    internal static OSPlatform System =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? OSPlatform.Windows
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? OSPlatform.OSX
        : OSPlatform.Linux;

    private static IEnumerable<string> OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split([Path.PathSeparator], StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)
            .Select(directory => Path.Combine(directory, System == OSPlatform.Windows ? "protoc.exe" : "protoc"));

    private static IEnumerable<string?> InGrpcTools()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var grpcTools = Path.Combine(packages, "grpc.tools");
        return Directory.Exists(grpcTools)
            ? Directory.GetDirectories(grpcTools)
                .OrderByDescending(directory => Version.TryParse(Path.GetFileName(directory), out var version) ? version : new Version(0, 0))
                .Select(directory => InPackage(directory, "protoc", System, RuntimeInformation.OSArchitecture))
            : [];
    }
}
