// Operational transformation of one kind of edit: replacing a stretch of text. Inserting replaces nothing, deleting
// replaces by nothing. The server gives all edits one order, so an edit is only ever moved over those before it.

namespace Showcase.Collaboration;

/// <param name="Position">Where the stretch begins, in UTF-16 code units.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Content">What takes its place.</param>
internal readonly record struct TextEdit(int Position, int Length, string Content)
{
    /// <summary>The text after the edit.</summary>
    public string ApplyTo(string text) => string.Concat(text.AsSpan(0, Position), Content, text.AsSpan(Position + Length));

    /// <summary>
    /// What the edit means in a text that others have changed since it was made: it deletes what is left of its stretch,
    /// nothing of what others put into it, and inserts where its place has moved to. An insertion at the same place that
    /// came first stays in front.
    /// </summary>
    /// <param name="earlier">The edits of others, in order, each made in the text that the one before it led to.</param>
    /// <returns>One edit or more, to be applied one after the other.</returns>
    public IReadOnlyList<TextEdit> Over(IEnumerable<TextEdit> earlier)
    {
        var place = Position;
        var stretches = Length == 0 ? new List<Stretch>() : [new Stretch(Position, Position + Length)];
        foreach (var edit in earlier)
        {
            var deleted = new Stretch(edit.Position, edit.Position + edit.Length);
            place = deleted.Remove(place);
            stretches = [.. stretches.Select(deleted.RemoveFrom).Where(stretch => stretch.Start < stretch.End)];
            if (edit.Content.Length > 0)
            {
                place += place >= edit.Position ? edit.Content.Length : 0;
                stretches = [.. stretches.SelectMany(stretch => stretch.InsertAt(edit.Position, edit.Content.Length))];
            }
        }

        return Compose(place, stretches);
    }

    // From the back to the front, so that no deletion moves the ones still to come; the place is never behind a stretch.
    private List<TextEdit> Compose(int place, List<Stretch> stretches)
    {
        if (stretches is [var only] && only.Start == place)
        {
            return [new TextEdit(place, only.Length, Content)];
        }

        var edits = Enumerable.Reverse(stretches).Select(stretch => new TextEdit(stretch.Start, stretch.Length, "")).ToList();
        if (Content.Length > 0 || edits.Count == 0)
        {
            edits.Add(new TextEdit(place, 0, Content));
        }

        return edits;
    }

    private readonly record struct Stretch(int Start, int End)
    {
        public int Length => End - Start;

        /// <summary>Where a place is once this stretch is gone.</summary>
        public int Remove(int place) => place <= Start ? place : Math.Max(Start, place - Length);

        /// <summary>What is left of another stretch once this one is gone.</summary>
        public Stretch RemoveFrom(Stretch other) => new(Remove(other.Start), Remove(other.End));

        /// <summary>Where this stretch is once something was inserted: around it when it falls inside.</summary>
        public IEnumerable<Stretch> InsertAt(int place, int length)
        {
            if (place <= Start)
            {
                yield return new(Start + length, End + length);
            }
            else if (place >= End)
            {
                yield return this;
            }
            else
            {
                yield return new(Start, place);
                yield return new(place + length, End + length);
            }
        }
    }
}
