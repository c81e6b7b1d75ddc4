// Operational transformation: what an edit means in a text that others have changed.

using Showcase.Collaboration;

namespace Showcase.Tests.Collaboration;

public sealed class TextEditTests
{
    [Theory]
    // Insertions before, at and after the place.
    [InlineData("abc", 1, 0, "X", 0, 0, "YY", "YYaXbc")]
    [InlineData("abc", 1, 0, "X", 1, 0, "YY", "aYYXbc")]
    [InlineData("abc", 1, 0, "X", 2, 0, "YY", "aXbYYc")]
    // A deletion whose stretch somebody wrote into, touched, or deleted in part or altogether.
    [InlineData("abcdef", 1, 4, "", 3, 0, "YY", "aYYf")]
    [InlineData("abcdef", 1, 4, "", 1, 0, "YY", "aYYf")]
    [InlineData("abcdef", 1, 4, "", 5, 0, "YY", "aYYf")]
    [InlineData("abcdef", 1, 3, "", 2, 4, "", "a")]
    [InlineData("abcdef", 2, 2, "", 1, 4, "", "af")]
    // Replacements: both contents stay, what either replaced is gone.
    [InlineData("abcdef", 1, 4, "X", 3, 0, "YY", "aXYYf")]
    [InlineData("abcdef", 1, 4, "X", 2, 2, "YY", "aXYYf")]
    [InlineData("abcdef", 2, 2, "X", 1, 4, "YY", "aYYXf")]
    public void An_edit_keeps_its_meaning_over_another(string text, int position, int length, string content, int otherPosition, int otherLength, string otherContent, string expected)
    {
        var other = new TextEdit(otherPosition, otherLength, otherContent);

        Assert.Equal(expected, new TextEdit(position, length, content).Over([other]).Aggregate(other.ApplyTo(text), (now, edit) => edit.ApplyTo(now)));
    }

    [Fact]
    public void Over_any_edits_it_deletes_exactly_what_is_left_of_its_stretch_and_inserts_its_content_once()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            // Every unit of the text, and everything that is inserted, can be told apart.
            var next = 'A';
            string Fresh(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => next++));

            var original = Fresh(random.Next(0, 12));
            var mine = Random(random, original, Fresh(random.Next(0, 4)));
            var text = original;
            var others = new List<TextEdit>();
            for (var i = random.Next(0, 5); i > 0; i--)
            {
                others.Add(Random(random, text, Fresh(random.Next(0, 4))));
                text = others[^1].ApplyTo(text);
            }

            var result = mine.Over(others).Aggregate(text, (now, edit) => edit.ApplyTo(now));

            var deleted = original.Substring(mine.Position, mine.Length);
            var expected = text.Where(unit => !deleted.Contains(unit)).ToHashSet();
            expected.UnionWith(mine.Content);
            Assert.True(expected.SetEquals(result) && result.Length == expected.Count, $"seed {seed}: {result}");
            Assert.True(result.Contains(mine.Content, StringComparison.Ordinal), $"seed {seed}: {result} without {mine.Content}");
        }
    }

    private static TextEdit Random(Random random, string text, string content)
    {
        var position = random.Next(0, text.Length + 1);
        return new TextEdit(position, random.Next(0, text.Length - position + 1), content);
    }
}
