using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Gives a declaration another name, together with all its uses in the project's files.</summary>
internal static class Rename
{
    private static readonly Regex Reference = new(@"\.?[A-Za-z_]\w*(\s*\.\s*[A-Za-z_]\w*)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>
    /// The edits; <see langword="null"/> when the new name is taken, or when a string names the old one: what it means
    /// there only its reader knows.
    /// </summary>
    public static IReadOnlyList<TextEdit>? Edits(FixContext context, ProtoElement element, string newName)
    {
        var isGroup = context.Elements.OfType<ProtoField>().Any(field => field.IsGroup && (field == element || field.TypeName == element.FullName));
        var isTaken = context.Elements.Any(other => other.Name == newName && other.Parent == element.Parent && other.File.Package == element.File.Package);
        if (newName.Length == 0 || char.IsDigit(newName[0]) || isTaken || isGroup || context.Sources.Any(source => source.NamesInString(element.Name)))
        {
            return null;
        }

        return
        [
            .. context.SourceOf(element.File.Name)!.Replace(element.NameLocation, newName),
            .. element is ProtoMessage or ProtoEnum ? context.Elements.SelectMany(user => Uses(context, user, element, newName)) : [],
            .. element is ProtoEnumValue enumValue ? Defaults(context, enumValue, newName) : [],
        ];
    }

    private static IEnumerable<TextEdit> Uses(FixContext context, ProtoElement user, ProtoElement type, string newName) => user switch
    {
        ProtoField field => Use(context, field.TypeNameLocation, TypesOf(context, field), type, newName)
            .Concat(field.IsExtension ? Use(context, field.At(FieldDescriptorProto.ExtendeeFieldNumber), [field.ContainingTypeName], type, newName) : []),
        ProtoMethod method => Use(context, method.InputLocation, [method.InputType], type, newName)
            .Concat(Use(context, method.OutputLocation, [method.OutputType], type, newName)),
        _ => [],
    };

    /// <summary>The type that a field names; of a map that of its value.</summary>
    private static IEnumerable<string> TypesOf(FixContext context, ProtoField field) =>
        field.IsMapField ? context.Shapes.Find(field.TypeName)?.Fields.Select(part => part.TypeName).Where(name => name.Length > 0) ?? [] : [field.TypeName];

    /// <summary>The last reference at a place names the type, or a type within it: the names are aligned from the end.</summary>
    private static IEnumerable<TextEdit> Use(FixContext context, SourceLocation place, IEnumerable<string> fullNames, ProtoElement type, string newName)
    {
        var fullName = fullNames.FirstOrDefault(name => name == type.FullName || name.StartsWith(type.FullName + ".", StringComparison.Ordinal));
        if (fullName is null || place.File is not { } file || context.SourceOf(file.Name) is not { } source || source.RangeOf(place) is not { } range)
        {
            yield break;
        }

        var matches = Reference.Matches(source.TextOf(range)).Cast<Match>().ToList();
        if (matches.Count == 0)
        {
            yield break;
        }

        var last = matches[matches.Count - 1];
        var behind = fullName.Substring(type.FullName.Length).Count(character => character == '.');
        var words = Regex.Matches(last.Value, @"\w+", RegexOptions.CultureInvariant).Cast<Match>().ToList();
        var index = words.Count - 1 - behind;
        if (index >= 0 && words[index].Value == type.Name)
        {
            yield return new TextEdit(file.Name, range.Start + last.Index + words[index].Index, type.Name.Length, newName);
        }
    }

    private static IEnumerable<TextEdit> Defaults(FixContext context, ProtoEnumValue value, string newName) =>
        from field in context.Elements.OfType<ProtoField>()
        where field.TypeName == value.Enum.FullName && field.Descriptor.DefaultValue == value.Name
        from edit in context.SourceOf(field.File.Name)!.Replace(field.At(SourcePath.Field.DefaultValue), newName)
        select edit;
}
