namespace GrpcSdk.Schema.Fixes;

/// <summary>Finds characters of the .proto language: what stands in comments and strings does not count.</summary>
internal static class ProtoScanner
{
    /// <summary>The first occurrence in a range; <see langword="null"/> when there is none.</summary>
    public static int? IndexOf(string text, char wanted, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var skipped = Skip(text, i, end);
            if (skipped > i)
            {
                i = skipped - 1;
            }
            else if (text[i] == wanted)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>The index behind a comment or string that begins here; the index itself when none does.</summary>
    private static int Skip(string text, int index, int end)
    {
        if (text[index] is '"' or '\'')
        {
            var quote = text[index];
            for (index++; index < end && text[index] != quote && text[index] != '\n'; index++)
            {
                index += text[index] == '\\' ? 1 : 0;
            }

            return Math.Min(index + 1, end);
        }

        if (text[index] != '/' || index + 1 >= end)
        {
            return index;
        }

        var close = text[index + 1] switch
        {
            '/' => text.IndexOf('\n', index, end - index),
            '*' => text.IndexOf("*/", index + 2, end - index - 2, StringComparison.Ordinal) is >= 0 and var at ? at + 2 : end,
            _ => index,
        };
        return close < 0 ? end : close;
    }
}
