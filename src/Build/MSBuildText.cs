// MSBuild reads %xx, globs and lists in every item and metadata value that a task hands it; a path must arrive as it is.
using System.Globalization;
using System.Text;

namespace GrpcSdk.Build;

/// <summary>MSBuild's escaping.</summary>
internal static class MSBuildText
{
    private const string Special = "%*?@$();'";

    /// <summary>The text with each character that means something to MSBuild as %xx.</summary>
    public static string Escape(string text)
    {
        if (text.IndexOfAny(Special.ToCharArray()) < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (Special.IndexOf(character) >= 0)
            {
                escaped.Append('%').Append(((int)character).ToString("x2", CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.ToString();
    }
}
