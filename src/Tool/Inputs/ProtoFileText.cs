// The text of a file on the disk: read and written with the byte order mark that it has.
using System.Text;

namespace GrpcSdk.Tool.Inputs;

/// <summary>A .proto file.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Text">Its text without byte order mark.</param>
/// <param name="HasMark">It begins with the byte order mark of UTF-8.</param>
internal sealed record ProtoFileText(string Path, string Text, bool HasMark)
{
    public static ProtoFileText Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var hasMark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        return new ProtoFileText(path, Encoding.UTF8.GetString(hasMark ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes), hasMark);
    }

    /// <summary>Replaces the file's text.</summary>
    public void Write(string text) => File.WriteAllText(Path, text, new UTF8Encoding(HasMark));
}
