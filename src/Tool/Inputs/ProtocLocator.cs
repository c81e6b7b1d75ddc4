// Finds the protoc to parse with: the one that was named, or the one that the machine's .NET builds use anyway.
using System.Runtime.InteropServices;

namespace GrpcSdk.Tool.Inputs;

/// <summary>Where protoc is, and the well-known types beside it.</summary>
/// <param name="Program">The path of protoc.</param>
/// <param name="Include">The directory with <c>google/protobuf/*.proto</c>; null when protoc finds it by itself.</param>
internal sealed record ProtocLocation(string Program, string? Include);

/// <summary>Looks for protoc: <c>--protoc</c>, <c>PROTOBUF_PROTOC</c> (as Grpc.Tools does), the PATH, the newest Grpc.Tools in the NuGet folder.</summary>
internal static class ProtocLocator
{
    private static string Executable => OperatingSystem.IsWindows() ? "protoc.exe" : "protoc";

    /// <exception cref="ToolException">There is no protoc.</exception>
    public static ProtocLocation Locate(string? option)
    {
        if (option is not null)
        {
            return File.Exists(option)
                ? Describe(Path.GetFullPath(option))
                : throw new ToolException($"No protoc at '{option}' (--protoc).");
        }

        var candidates = new[] { Environment.GetEnvironmentVariable("PROTOBUF_PROTOC") }.Concat(OnPath()).Concat(InGrpcTools());
        return candidates.FirstOrDefault(File.Exists) is { } found
            ? Describe(found)
            : throw new ToolException(
                "No protoc found. Name it with --protoc or the environment variable PROTOBUF_PROTOC, put it on the PATH, " +
                "restore a project that references Grpc.Tools, or pass an image that 'buf build -o image.binpb' wrote.");
    }

    private static IEnumerable<string> OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, Executable));

    private static IEnumerable<string> InGrpcTools()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var grpcTools = Path.Combine(packages, "grpc.tools");
        return Directory.Exists(grpcTools)
            ? Directory.EnumerateDirectories(grpcTools)
                .OrderByDescending(directory => Version.TryParse(Path.GetFileName(directory), out var version) ? version : new Version(0, 0))
                .Select(directory => Path.Combine(directory, "tools", Platform, Executable))
            : [];
    }

    private static string Platform =>
        (OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macosx" : "linux")
        + (RuntimeInformation.OSArchitecture == Architecture.Arm64 && OperatingSystem.IsLinux() ? "_arm64" : "_x64");

    // Grpc.Tools keeps the well-known types apart; a protoc of its own release has them at ../include.
    private static ProtocLocation Describe(string program)
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
