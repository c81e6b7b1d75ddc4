using System.Globalization;
using System.Text;

namespace GrpcSdk.Schema.Text;

/// <summary>Texts as Go's <c>%q</c> prints them, so that messages equal buf's.</summary>
internal static class GoText
{
    /// <summary>The text in double quotes with Go's escapes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                AppendSupplementary(quoted, text, i++);
            }
            else
            {
                AppendCharacter(quoted, text[i]);
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Quoted texts, joined with a comma and a space.</summary>
    public static string QuoteAll(IEnumerable<string> texts) => string.Join(", ", texts.Select(Quote));

    private static void AppendCharacter(StringBuilder quoted, char character)
    {
        var escape = character switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\a' => "\\a",
            '\b' => "\\b",
            '\f' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\v' => "\\v",
            < ' ' or '\u007f' => "\\x" + Hex(character, 2),
            _ when char.IsSurrogate(character) => "\\ufffd",
            ' ' => null,
            _ when IsPrintable(CharUnicodeInfo.GetUnicodeCategory(character)) => null,
            _ => "\\u" + Hex(character, 4),
        };
        _ = escape is null ? quoted.Append(character) : quoted.Append(escape);
    }

    private static void AppendSupplementary(StringBuilder quoted, string text, int index)
    {
        _ = IsPrintable(CharUnicodeInfo.GetUnicodeCategory(text, index))
            ? quoted.Append(text, index, 2)
            : quoted.Append("\\U").Append(Hex(char.ConvertToUtf32(text, index), 8));
    }

    /// <summary>Go prints letters, marks, numbers, punctuation and symbols; of the spaces only U+0020.</summary>
    private static bool IsPrintable(UnicodeCategory category) => category
        is not UnicodeCategory.SpaceSeparator
        and not UnicodeCategory.LineSeparator
        and not UnicodeCategory.ParagraphSeparator
        and not UnicodeCategory.Control
        and not UnicodeCategory.Format
        and not UnicodeCategory.Surrogate
        and not UnicodeCategory.PrivateUse
        and not UnicodeCategory.OtherNotAssigned;

    private static string Hex(int value, int digits) =>
        value.ToString("x" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
