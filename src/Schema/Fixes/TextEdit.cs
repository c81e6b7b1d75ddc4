namespace GrpcSdk.Schema.Fixes;

/// <summary>A change of a file's text; positions are characters (UTF-16) of the text without byte order mark.</summary>
/// <param name="File">The file's name as protoc knows it.</param>
/// <param name="Start">Index of the first character that goes.</param>
/// <param name="Length">How many characters go; 0 for an insertion.</param>
/// <param name="NewText">What comes instead.</param>
public sealed record TextEdit(string File, int Start, int Length, string NewText)
{
    /// <summary>Index behind the last character that goes.</summary>
    public int End => Start + Length;

    /// <summary>Both change the same characters. Insertions at one place, or beside a change, do not.</summary>
    internal bool Overlaps(TextEdit other) => File == other.File && Start < other.End && other.Start < End;
}
