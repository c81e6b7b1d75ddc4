using System.Text;

namespace GrpcSdk.Schema.Text;

/// <summary>The C escapes in which a descriptor holds the default of a bytes field.</summary>
internal static class ProtoEscapes
{
    private const string Letters = "abfnrtv";
    private const string Controls = "\a\b\f\n\r\t\v";
    private const string HexDigits = "0123456789abcdef";

    /// <summary>The bytes that the text stands for. What is no escape stands for itself, in UTF-8.</summary>
    public static byte[] Unescape(string text)
    {
        var source = Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(source.Length);
        for (var i = 0; i < source.Length;)
        {
            if (source[i++] != '\\' || i == source.Length)
            {
                bytes.Add(source[i - 1]);
                continue;
            }

            var escaped = (char)source[i];
            bytes.Add(escaped switch
            {
                'x' or 'X' => ReadNumber(source, ++i, numberBase: 16, maxDigits: 2, out i),
                >= '0' and <= '7' => ReadNumber(source, i, numberBase: 8, maxDigits: 3, out i),
                _ => ReadSimple(escaped, ref i),
            });
        }

        return [.. bytes];
    }

    private static byte ReadNumber(byte[] source, int start, int numberBase, int maxDigits, out int end)
    {
        var value = 0;
        for (end = start; end < source.Length && end < start + maxDigits; end++)
        {
            var digit = HexDigits.IndexOf(char.ToLowerInvariant((char)source[end]));
            if (digit < 0 || digit >= numberBase)
            {
                break;
            }

            value = (value * numberBase) + digit;
        }

        return unchecked((byte)value);
    }

    private static byte ReadSimple(char escaped, ref int index)
    {
        index++;
        var letter = Letters.IndexOf(escaped);
        return (byte)(letter < 0 ? escaped : Controls[letter]);
    }
}
