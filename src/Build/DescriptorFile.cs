// The text form of a descriptor set that the compiler can carry as an additional file (a binary one is CS2015):
// a line per source file with its fingerprint and name, an empty line, then base64.
using System.Text;

namespace GrpcSdk.Build;

/// <summary>Writes descriptor files.</summary>
internal static class DescriptorFile
{
    /// <summary>First line of every descriptor file.</summary>
    public const string Header = "grpcsdk-descriptor-set 1";

    /// <summary>A multiple of three, so that the pieces of base64 join without padding.</summary>
    private const int ChunkBytes = 3 * 16 * 1024;

    /// <summary>Writes the file unless it already holds exactly this, so that the compiler is not run again for nothing.</summary>
    /// <param name="path">Where the text goes.</param>
    /// <param name="descriptorSet">A serialized google.protobuf.FileDescriptorSet.</param>
    /// <param name="fingerprints">Fingerprint and proto name of each source file.</param>
    public static void Write(string path, byte[] descriptorSet, IEnumerable<(string Fingerprint, string Name)> fingerprints)
    {
        AtomicFile.Write(path, writer =>
        {
            writer.WriteLine(Header);
            foreach (var (fingerprint, name) in fingerprints)
            {
                writer.WriteLine(fingerprint + " " + name);
            }

            writer.WriteLine();
            WriteBase64(writer, descriptorSet);
        });
    }

    /// <summary>The file holds no descriptor at all.</summary>
    public static bool IsEmpty(string path) => new FileInfo(path).Length <= Header.Length + 2;

    /// <summary>The fingerprint of a file as the compiler will read it.</summary>
    public static string FingerprintOf(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var fingerprint = TextFingerprint.Start();
        var buffer = new char[8192];
        int count;
        while ((count = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            fingerprint.Append(buffer, count);
        }

        return fingerprint.ToString();
    }

    private static void WriteBase64(TextWriter writer, byte[] bytes)
    {
        var characters = new char[ChunkBytes / 3 * 4];
        for (var offset = 0; offset < bytes.Length; offset += ChunkBytes)
        {
            var length = Convert.ToBase64CharArray(bytes, offset, Math.Min(ChunkBytes, bytes.Length - offset), characters, 0);
            writer.Write(characters, 0, length);
            writer.WriteLine();
        }
    }
}
