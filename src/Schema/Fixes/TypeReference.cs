using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Text;

namespace GrpcSdk.Schema.Fixes;

/// <summary>A place that names a message or an enum: the type of a field, of an RPC, or what is extended.</summary>
/// <param name="User">The declaration that names it.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="FullName">What it names, with package.</param>
/// <param name="IsAbsolute">It begins with a dot.</param>
/// <param name="Words">Its words; the last ones are those of the full name.</param>
internal sealed record TypeReference(ProtoElement User, FixSource Source, string FullName, bool IsAbsolute, IReadOnlyList<TextRange> Words)
{
    private static readonly Regex Name = new(@"\.?[A-Za-z_]\w*(\s*\.\s*[A-Za-z_]\w*)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    private static readonly Regex Word = new(@"\w+", RegexOptions.CultureInvariant);

    public string FirstWord => Source.TextOf(Words[0]);

    /// <summary>The whole name, without a leading dot.</summary>
    public TextRange Range => new(Words[0].Start, Words[Words.Count - 1].End - Words[0].Start);

    /// <summary>The references of all the project's files.</summary>
    public static IEnumerable<TypeReference> AllIn(FixContext context) =>
        context.Elements.SelectMany(user => PlacesOf(context, user).Select(place => At(context, user, place.Location, place.FullName)).OfType<TypeReference>());

    private static IEnumerable<(SourceLocation Location, string FullName)> PlacesOf(FixContext context, ProtoElement user) => user switch
    {
        ProtoField field => FieldPlaces(context, field),
        ProtoMethod method => [(method.InputLocation, method.InputType), (method.OutputLocation, method.OutputType)],
        _ => [],
    };

    private static IEnumerable<(SourceLocation Location, string FullName)> FieldPlaces(FixContext context, ProtoField field)
    {
        // A map names the type of its value, and scalars are not looked for.
        var type = field.IsMapField ? context.Shapes.Find(field.TypeName)?.Fields.Select(part => part.TypeName).LastOrDefault() : field.TypeName;
        if (type is { Length: > 0 } && !field.IsGroup)
        {
            yield return (field.TypeNameLocation, type);
        }

        if (field.IsExtension)
        {
            yield return (field.At(FieldDescriptorProto.ExtendeeFieldNumber), field.ContainingTypeName);
        }
    }

    /// <summary>The last name at a place: <c>map&lt;string, acme.User&gt;</c> names the type at its end.</summary>
    private static TypeReference? At(FixContext context, ProtoElement user, SourceLocation place, string fullName)
    {
        if (place.File is not { } file || context.SourceOf(file.Name) is not { } source || source.RangeOf(place) is not { } range)
        {
            return null;
        }

        var names = Name.Matches(source.TextOf(range));
        if (names.Count == 0)
        {
            return null;
        }

        var name = names[names.Count - 1];
        var words = Word.Matches(name.Value).Cast<Match>().Select(word => new TextRange(range.Start + name.Index + word.Index, word.Length));
        return new TypeReference(user, source, fullName, name.Value[0] == '.', [.. words]);
    }
}
