// Remembers what a descriptor file was made from, so that nothing runs when nothing changed.
using System.Globalization;
using GrpcSdk.Shared;

namespace GrpcSdk.Build;

/// <summary>
/// A small text file beside a descriptor file: a hash of the run's arguments (so a removed item counts, which MSBuild's
/// Inputs and Outputs miss), then time, length and path of every file that protoc read, imports included.
/// </summary>
internal static class Stamp
{
    /// <summary>Change this when the form of descriptor files or of stamps changes: it makes older ones out of date.</summary>
    private const string Format = "2";

    /// <summary>The hash of everything but file contents: arguments and the compiler itself.</summary>
    public static string KeyOf(string protocPath, IEnumerable<string> arguments) =>
        Hex.Sha256(string.Join("\n", new[] { Format, StateOf(protocPath) }.Concat(arguments)));

    public static bool IsUpToDate(string stampPath, string key)
    {
        if (!File.Exists(stampPath))
        {
            return false;
        }

        var lines = File.ReadAllLines(stampPath);
        return lines.Length > 0 && lines[0] == key && lines.Skip(1).All(line => line == StateOf(PathIn(line)));
    }

    public static void Write(string stampPath, string key, IEnumerable<string> inputs)
    {
        AtomicFile.Write(stampPath, writer =>
        {
            writer.WriteLine(key);
            foreach (var input in inputs)
            {
                writer.WriteLine(StateOf(input));
            }
        });
    }

    private static string StateOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", file.LastWriteTimeUtc.Ticks, file.Length, path)
            : "missing 0 " + path;
    }

    private static string PathIn(string line) => line.Split([' '], 3) is [_, _, var path] ? path : line;
}
