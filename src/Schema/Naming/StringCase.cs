using System.Text;

namespace GrpcSdk.Schema.Naming;

/// <summary>
/// buf's spelling of names. Delimiters are <c>.</c>, <c>-</c>, <c>_</c> and white space. Capitals are never lowered by
/// <see cref="Pascal"/>, so <c>FooBAR</c> is PascalCase already.
/// </summary>
internal static class StringCase
{
    /// <summary>The name with the first letter, and each letter after a delimiter, as a capital.</summary>
    public static string Pascal(string name)
    {
        var result = new StringBuilder(name.Length);
        var wordStarts = true;
        foreach (var character in name)
        {
            if (IsDelimiter(character))
            {
                wordStarts = true;
                continue;
            }

            result.Append(wordStarts ? char.ToUpperInvariant(character) : character);
            wordStarts = false;
        }

        return result.ToString();
    }

    /// <summary>The name in <c>lower_snake_case</c>.</summary>
    public static string LowerSnake(string name) => IsSnake(name, 'a', 'z') ? name : Snake(name).ToLowerInvariant();

    /// <summary>The name in <c>UPPER_SNAKE_CASE</c>.</summary>
    public static string UpperSnake(string name) => IsSnake(name, 'A', 'Z') ? name : Snake(name).ToUpperInvariant();

    /// <summary>What most names are: letters of one case and digits, with single underscores between them.</summary>
    private static bool IsSnake(string name, char firstLetter, char lastLetter)
    {
        var previous = '_';
        foreach (var character in name)
        {
            var isWord = (character >= firstLetter && character <= lastLetter) || character is >= '0' and <= '9';
            if (!isWord && !(character == '_' && previous != '_'))
            {
                return false;
            }

            previous = character;
        }

        return previous != '_';
    }

    private static string Snake(string name)
    {
        var result = new StringBuilder(name.Length + 4);
        var pendingDelimiter = false;
        for (var i = 0; i < name.Length; i++)
        {
            if (IsDelimiter(name[i]))
            {
                pendingDelimiter = result.Length > 0;
                continue;
            }

            if (pendingDelimiter || (result.Length > 0 && StartsWord(name, i)))
            {
                result.Append('_');
                pendingDelimiter = false;
            }

            result.Append(name[i]);
        }

        return result.ToString();
    }

    /// <summary>A capital starts a word after a lower-case letter, and before one: <c>FooJSONPascal</c> has three words.</summary>
    private static bool StartsWord(string name, int index) =>
        char.IsUpper(name[index])
        && (char.IsLower(name[index - 1]) || (index + 1 < name.Length && ContinuesWord(name[index + 1])));

    private static bool ContinuesWord(char character) =>
        !char.IsUpper(character) && !char.IsDigit(character) && !IsDelimiter(character);

    private static bool IsDelimiter(char character) => character is '.' or '-' or '_' || char.IsWhiteSpace(character);
}
