// Puts a finished file in its place, so that a build running at the same time never reads half of one.

namespace GrpcSdk.Build;

/// <summary>File replacement.</summary>
internal static class AtomicFile
{
    /// <summary>Moves <paramref name="temporary"/> to <paramref name="path"/>; an existing file with the same content keeps its time.</summary>
    public static void Replace(string temporary, string path)
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
