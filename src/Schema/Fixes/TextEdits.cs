using System.Text;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Applies edits to a text.</summary>
public static class TextEdits
{
    /// <summary>The text with all edits; insertions at one place keep their order, equal ones count once.</summary>
    /// <exception cref="ArgumentException">Two edits overlap.</exception>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        var result = new StringBuilder(text.Length + 64);
        var position = 0;
        foreach (var edit in edits.Distinct().OrderBy(edit => edit.Start).ThenBy(edit => edit.Length > 0))
        {
            if (edit.Start < position)
            {
                throw new ArgumentException($"Two edits of '{edit.File}' overlap at character {edit.Start}.", nameof(edits));
            }

            result.Append(text, position, edit.Start - position).Append(edit.NewText);
            position = edit.End;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }
}
