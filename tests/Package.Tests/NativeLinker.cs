// What NativeAOT links with: clang, or gcc where that is not there. The SDK chooses by itself.
namespace GrpcSdk.Package.Tests;

internal static class NativeLinker
{
    /// <summary>Skips the test on a Linux that has neither.</summary>
    public static void OrSkip() => Assert.SkipUnless(
        !OperatingSystem.IsLinux() || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc"))),
        "NativeAOT has nothing to link with: install clang or gcc (on Debian: apt-get install gcc).");
}
