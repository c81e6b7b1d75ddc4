namespace GrpcSdk.Schema.Text;

/// <summary>A range of characters (UTF-16 code units) of a text.</summary>
/// <param name="Start">Index of the first character, from the start of the text.</param>
/// <param name="Length">Number of characters.</param>
public readonly record struct TextRange(int Start, int Length)
{
    /// <summary>Index behind the last character.</summary>
    public int End => Start + Length;
}

/// <summary>
/// Maps protoc's positions to the characters of a file. protoc counts UTF-8 bytes, lets a tab run to the next multiple
/// of eight and ends lines at <c>\n</c> only; an editor wants characters. The text is the file's without byte order mark.
/// </summary>
public sealed class ProtoText
{
    private const int ProtocTabWidth = 8;

    private readonly string _text;
    private readonly List<int> _lineStarts = [0];

    /// <summary>Indexes the lines of a file's text.</summary>
    public ProtoText(string text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <summary>
    /// The characters that a span covers. A span that lies outside the text, because the text has changed since protoc
    /// read it, is cut to the text.
    /// </summary>
    public TextRange Locate(SchemaSpan span)
    {
        var start = IndexOf(span.StartLine, span.StartColumn);
        var end = Math.Max(start, IndexOf(span.EndLine, span.EndColumn));
        return new TextRange(start, end - start);
    }

    /// <summary>
    /// The characters that a finding is about; the start of the file when it concerns the whole file. For
    /// FIELD_SAME_DEFAULT the range is widened from the value to <c>default = value</c>, as buf has it.
    /// </summary>
    public TextRange Locate(SchemaFinding finding)
    {
        if (finding.Span is not { } span)
        {
            return default;
        }

        var range = Locate(span);
        return finding.Rule.Name == "FIELD_SAME_DEFAULT" ? IncludeOptionName(range, "default") : range;
    }

    /// <summary>The 0-based line and the characters before an index on it.</summary>
    public (int Line, int Column) LineAndColumnOf(int index)
    {
        var found = _lineStarts.BinarySearch(index);
        var line = found >= 0 ? found : ~found - 1;
        return (line, index - _lineStarts[line]);
    }

    /// <summary>The character index of protoc's 0-based line and column, cut to the line.</summary>
    private int IndexOf(int line, int column)
    {
        if (line < 0 || column < 0)
        {
            return 0;
        }

        if (line >= _lineStarts.Count)
        {
            return _text.Length;
        }

        var index = _lineStarts[line];
        for (var protocColumn = 0; protocColumn < column && index < _text.Length && _text[index] != '\n';)
        {
            protocColumn += _text[index] == '\t'
                ? ProtocTabWidth - (protocColumn % ProtocTabWidth)
                : Utf8Length(index);
            index += char.IsSurrogatePair(_text, index) ? 2 : 1;
        }

        return index;
    }

    private int Utf8Length(int index) => _text[index] switch
    {
        < '\u0080' => 1,
        < '\u0800' => 2,
        _ when char.IsSurrogatePair(_text, index) => 4,
        _ => 3,
    };

    private TextRange IncludeOptionName(TextRange value, string option)
    {
        var start = SkipSpaceBack(value.Start);
        if (start == 0 || _text[start - 1] != '=')
        {
            return value;
        }

        start = SkipSpaceBack(start - 1) - option.Length;
        return start >= 0 && string.CompareOrdinal(_text, start, option, 0, option.Length) == 0
            ? new TextRange(start, value.End - start)
            : value;
    }

    private int SkipSpaceBack(int index)
    {
        while (index > 0 && char.IsWhiteSpace(_text[index - 1]))
        {
            index--;
        }

        return index;
    }
}
