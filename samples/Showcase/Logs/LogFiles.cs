// The log of the host: files of one JSON object a line, a new one when the last is full, the oldest deleted.

using System.Globalization;
using System.Text;
using Showcase.Errors;

namespace Showcase.Logs;

/// <param name="folder">Where the files are.</param>
internal sealed class LogFiles(string folder)
{
    /// <summary>Size at which the next file begins.</summary>
    public const int MaxFileBytes = 1 << 20;

    /// <summary>How many files are kept.</summary>
    public const int KeptFiles = 5;

    private const string Prefix = "host";
    private const string Suffix = ".jsonl";
    private const int OffsetBits = 32;

    /// <summary>The first file; the sink numbers those that follow: host_001.jsonl and so on.</summary>
    public string FirstPath => Path.Combine(folder, Prefix + Suffix);

    /// <summary>A position at which everything that is kept is still to come.</summary>
    public long Start => Position(Numbers().FirstOrDefault(), 0);

    /// <summary>Reads what follows a position.</summary>
    /// <returns>The lines and, for each, the position after it; empty when there is none yet.</returns>
    /// <exception cref="Grpc.Core.RpcException">OUT_OF_RANGE: the file of the position is deleted.</exception>
    public List<(long Position, string Line)> ReadAfter(long position)
    {
        var (file, offset) = ((int)(position >> OffsetBits), position & uint.MaxValue);
        while (true)
        {
            // Looked for before the file is read: when there is a next one, this one is complete.
            var numbers = Numbers();
            var next = numbers.FirstOrDefault(number => number > file, -1);
            if (numbers.Count == 0)
            {
                return [];
            }

            if (!numbers.Contains(file))
            {
                throw RpcErrors.OutOfRange("resume_token", "The log no longer goes back that far. Begin without a token.");
            }

            var lines = ReadLines(file, offset);
            if (lines.Count > 0 || next < 0)
            {
                return lines;
            }

            (file, offset) = (next, 0);
        }
    }

    private List<(long Position, string Line)> ReadLines(int file, long offset)
    {
        using var stream = new FileStream(PathOf(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (offset > stream.Length)
        {
            throw RpcErrors.Invalid("resume_token", "The token is not of this log. Begin without one.");
        }

        stream.Position = offset;
        var bytes = new byte[stream.Length - offset];
        stream.ReadExactly(bytes);
        var lines = new List<(long, string)>();
        var start = 0;
        int length;
        // A line that is not complete yet waits for the next time.
        while ((length = bytes.AsSpan(start).IndexOf((byte)'\n')) >= 0)
        {
            var line = Encoding.UTF8.GetString(bytes, start, length);
            start += length + 1;
            lines.Add((Position(file, offset + start), line));
        }

        return lines;
    }

    private List<int> Numbers() => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, Prefix + "*" + Suffix).Select(NumberOf).Order()]
        : [];

    private static int NumberOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name.Length == Prefix.Length ? 0 : int.Parse(name.AsSpan(Prefix.Length + 1), CultureInfo.InvariantCulture);
    }

    private string PathOf(int file) => file == 0 ? FirstPath : Path.Combine(folder, $"{Prefix}_{file:000}{Suffix}");

    private static long Position(int file, long offset) => ((long)file << OffsetBits) | offset;
}
