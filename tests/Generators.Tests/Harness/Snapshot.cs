// Compares generated text with a file beside the test. GRPCSDK_UPDATE_SNAPSHOTS=1 writes the files anew.
using System.Runtime.CompilerServices;

namespace GrpcSdk.Generators.Tests.Harness;

/// <summary>Snapshots under <c>Snapshots/&lt;TestClass&gt;.&lt;TestMethod&gt;.verified.txt</c>.</summary>
internal static class Snapshot
{
    public static void Matches(GeneratorOutcome outcome, [CallerFilePath] string file = "", [CallerMemberName] string method = "") =>
        Matches(string.Concat(outcome.Sources.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"===== {s.Key}\n{s.Value}")), file, method);

    public static void Matches(string actual, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(file)!, "Snapshots", $"{Path.GetFileNameWithoutExtension(file)}.{method}.verified.txt");
        if (Environment.GetEnvironmentVariable("GRPCSDK_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"No snapshot {path}: run the test with GRPCSDK_UPDATE_SNAPSHOTS=1 and read what it wrote.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
