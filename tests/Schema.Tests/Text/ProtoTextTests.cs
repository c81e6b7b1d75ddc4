using GrpcSdk.Schema.Text;

namespace GrpcSdk.Schema.Tests.Text;

/// <summary>protoc's columns (bytes, tab stops at eight) as characters of the text.</summary>
public sealed class ProtoTextTests
{
    [Theory]
    [InlineData("abc", 0, 1, 2, "b")]
    [InlineData("\tabc", 0, 8, 9, "a")]
    [InlineData("ab\tc", 0, 8, 9, "c")]
    [InlineData("\u00e9x", 0, 2, 3, "x")]
    [InlineData("\u65e5x", 0, 3, 4, "x")]
    [InlineData("\ud83d\ude00x", 0, 4, 5, "x")]
    [InlineData("\u00e9\tx", 0, 8, 9, "x")]
    [InlineData("one\r\ntwo", 1, 0, 3, "two")]
    [InlineData("one\rtwo", 0, 4, 7, "two")]
    [InlineData("short", 0, 2, 99, "ort")]
    [InlineData("short\nnext", 0, 9, 12, "")]
    [InlineData("short", 7, 0, 3, "")]
    public void The_characters_of_a_span(string text, int line, int startColumn, int endColumn, string expected)
    {
        var range = new ProtoText(text).Locate(new SchemaSpan(line, startColumn, line, endColumn));

        Assert.Equal(expected, text.Substring(range.Start, range.Length));
    }

    [Fact]
    public void A_span_over_lines()
    {
        const string Text = "message M {\n\tint32 x = 1;\n}\n";

        Assert.Equal(new TextRange(0, 27), new ProtoText(Text).Locate(new SchemaSpan(0, 0, 2, 1)));
    }

    [Theory]
    [InlineData(-1, 0, 0, 0)]
    [InlineData(0, -5, 0, -1)]
    [InlineData(2, 0, 0, 0)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    public void A_nonsensical_span_stays_inside_the_text(int startLine, int startColumn, int endLine, int endColumn)
    {
        const string Text = "a\nb\nc";

        var range = new ProtoText(Text).Locate(new SchemaSpan(startLine, startColumn, endLine, endColumn));

        Assert.InRange(range.Start, 0, Text.Length);
        Assert.InRange(range.End, range.Start, Text.Length);
    }

    [Theory]
    [InlineData("int32 x = 1 [default = 5];", 23, 24, "default = 5")]
    [InlineData("int32 x = 1 [default=5];", 21, 22, "default=5")]
    [InlineData("int32 x = 1 [(other) = 5];", 23, 24, "5")]
    [InlineData("5", 0, 1, "5")]
    public void A_default_value_is_shown_with_its_name(string text, int startColumn, int endColumn, string expected)
    {
        var finding = new SchemaFinding(SchemaRules.Get("FIELD_SAME_DEFAULT"), "", "a.proto", new SchemaSpan(0, startColumn, 0, endColumn));

        var range = new ProtoText(text).Locate(finding);

        Assert.Equal(expected, text.Substring(range.Start, range.Length));
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("q\"b\\", "\"q\\\"b\\\\\"")]
    [InlineData("\a\b\f\n\r\t\v\0\u001b\u007f", "\"\\a\\b\\f\\n\\r\\t\\v\\x00\\x1b\\x7f\"")]
    [InlineData("\u00e9\u65e5\ud83d\ude00", "\"\u00e9\u65e5\ud83d\ude00\"")]
    [InlineData("\u00a0\u200b\ue000\ufeff", "\"\\u00a0\\u200b\\ue000\\ufeff\"")]
    [InlineData("\udb40\udc01", "\"\\U000e0001\"")]
    public void Quoting_is_that_of_Go(string text, string expected) => Assert.Equal(expected, GoText.Quote(text));
}
