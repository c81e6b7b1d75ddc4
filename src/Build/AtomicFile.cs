// Puts a finished file in its place, so that a build running at the same time never reads half of one.
using System.Text;

namespace GrpcSdk.Build;

/// <summary>File replacement that two builds of one project may do at the same time.</summary>
internal static class AtomicFile
{
    private const int Attempts = 10;

    /// <summary>Writes a text file beside its place and moves it there; an existing file with the same content keeps its time.</summary>
    public static void Write(string path, Action<TextWriter> write)
    {
        var temporary = UniquePath(path);
        using (var writer = new StreamWriter(temporary, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            write(writer);
        }

        for (var attempt = 1; !TryReplace(temporary, path, isLast: attempt == Attempts); attempt++)
        {
        }
    }

    /// <summary>A name in the same directory that no other build uses.</summary>
    public static string UniquePath(string path) => Path.Combine(Path.GetDirectoryName(path)!, Path.GetRandomFileName() + "." + Path.GetFileName(path));

    /// <summary>False when another build created or deleted the file between our look and our move.</summary>
    private static bool TryReplace(string temporary, string path, bool isLast)
    {
        try
        {
            if (!File.Exists(path))
            {
                File.Move(temporary, path);
            }
            else if (HaveSameContent(temporary, path))
            {
                File.Delete(temporary);
            }
            else
            {
                File.Replace(temporary, path, destinationBackupFileName: null);
            }

            return true;
        }
        catch (IOException) when (!isLast)
        {
            return false;
        }
    }

    private static bool HaveSameContent(string left, string right)
    {
        using var a = new BufferedStream(File.OpenRead(left), 1 << 16);
        using var b = new BufferedStream(File.OpenRead(right), 1 << 16);
        if (a.Length != b.Length)
        {
            return false;
        }

        int read;
        while ((read = a.ReadByte()) >= 0)
        {
            if (read != b.ReadByte())
            {
                return false;
            }
        }

        return true;
    }
}
