using System.Text.RegularExpressions;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Text;

namespace GrpcSdk.Schema.Fixes;

/// <summary>The text of a file and the places in it that fixes need.</summary>
internal sealed class FixSource(ProtoFile file, string text)
{
    private readonly ProtoText _map = new(text);

    public ProtoFile File { get; } = file;

    public string Text { get; } = text;

    /// <summary>The line end that the file uses.</summary>
    public string NewLine { get; } = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>The characters of a place; <see langword="null"/> when the source does not have it.</summary>
    public TextRange? RangeOf(SourceLocation location) => location.Span is { } span ? _map.Locate(span) : null;

    /// <summary>What stands at a place.</summary>
    public string TextOf(TextRange range) => Text.Substring(range.Start, range.Length);

    public TextEdit Replace(TextRange range, string newText) => new(File.Name, range.Start, range.Length, newText);

    /// <summary>Replaces what stands at a place; none when the source does not have it.</summary>
    public IEnumerable<TextEdit> Replace(SourceLocation location, string newText) =>
        RangeOf(location) is { } range ? [Replace(range, newText)] : [];

    public TextEdit Insert(int position, string newText) => new(File.Name, position, 0, newText);

    /// <summary>A line of its own above a declaration, with its indentation; <see langword="null"/> when something stands in front of it on its line.</summary>
    public TextEdit? InsertLineAbove(SourceLocation declaration, string line)
    {
        if (RangeOf(declaration) is not { } range)
        {
            return null;
        }

        var indentation = IndentationAt(range.Start);
        return range.Start - indentation.Length == LineStart(range.Start) ? Insert(range.Start, line + NewLine + indentation) : null;
    }

    /// <summary>A line of its own below a statement and the remark behind it.</summary>
    /// <param name="above">The statement.</param>
    /// <param name="line">What to add.</param>
    /// <param name="apart">With a blank line between.</param>
    public TextEdit InsertLineBelow(TextRange above, string line, bool apart)
    {
        var lineEnd = Text.IndexOf('\n', above.End) is >= 0 and var end ? end : Text.Length;
        var rest = Text.Substring(above.End, lineEnd - above.End).Trim();
        var position = rest.Length == 0 || rest.StartsWith("//", StringComparison.Ordinal) ? BeforeReturn(lineEnd) : above.End;
        return Insert(position, NewLine + (apart ? NewLine : "") + line);
    }

    /// <summary>A statement at the beginning of a body, on a line of its own unless the body has only one.</summary>
    public TextEdit? InsertIntoBody(SourceLocation declaration, string statement)
    {
        if (RangeOf(declaration) is not { } range || ProtoScanner.IndexOf(Text, '{', range.Start, range.End) is not { } brace)
        {
            return null;
        }

        if (Text.IndexOf('\n', brace, range.End - brace) is var lineEnd && lineEnd < 0)
        {
            return Insert(brace + 1, " " + statement);
        }

        // What stands behind the brace, if it is only a remark, stays there.
        var rest = Text.Substring(brace + 1, lineEnd - brace - 1).Trim();
        var position = rest.Length == 0 || rest.StartsWith("//", StringComparison.Ordinal)
            ? BeforeReturn(lineEnd)
            : brace + 1;
        return Insert(position, NewLine + IndentationIn(range, lineEnd + 1) + statement);
    }

    /// <summary>The indentation of the first line in a body that has more than the declaration; two blanks more, if none has.</summary>
    private string IndentationIn(TextRange declaration, int firstLine)
    {
        var own = IndentationAt(declaration.Start);
        for (var start = firstLine; start < declaration.End; start = Text.IndexOf('\n', start) is >= 0 and var end ? end + 1 : declaration.End)
        {
            var length = 0;
            while (Text[start + length] is ' ' or '\t')
            {
                length++;
            }

            if (Text[start + length] is not ('\r' or '\n'))
            {
                return length > own.Length ? Text.Substring(start, length) : own + "  ";
            }
        }

        return own + "  ";
    }

    private int BeforeReturn(int lineEnd) => lineEnd > 0 && Text[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;

    /// <summary>A statement goes, and its line when nothing else stands on it.</summary>
    public TextEdit Remove(TextRange range)
    {
        var (start, end) = (LineStart(range.Start), range.End);
        while (end < Text.Length && Text[end] is ' ' or '\t' or '\r')
        {
            end++;
        }

        var ownsLine = Text.Substring(start, range.Start - start).Trim().Length == 0 && (end == Text.Length || Text[end] == '\n');
        return ownsLine ? new TextEdit(File.Name, start, Math.Min(end + 1, Text.Length) - start, "") : new TextEdit(File.Name, range.Start, range.Length, "");
    }

    /// <summary>A string of the file has the word in it: a path template, a method signature, a resource pattern.</summary>
    public bool NamesInString(string word) =>
        Regex.IsMatch(Text, "\"[^\"\\r\\n]*\\b" + Regex.Escape(word) + "\\b[^\"\\r\\n]*\"", RegexOptions.CultureInvariant);

    /// <summary>An option is named by the word: <c>option (acme.word) = ...</c>, <c>[(word) = ...]</c>.</summary>
    public bool NamesInOption(string word) =>
        Regex.IsMatch(Text, @"[(\[]\s*[\w.]*\b" + Regex.Escape(word) + @"\b[\w.]*\s*[)\]]", RegexOptions.CultureInvariant);

    private int LineStart(int position) => position == 0 ? 0 : Text.LastIndexOf('\n', position - 1) + 1;

    private string IndentationAt(int position)
    {
        var start = LineStart(position);
        var end = start;
        while (end < position && Text[end] is ' ' or '\t')
        {
            end++;
        }

        return Text.Substring(start, end - start);
    }
}
