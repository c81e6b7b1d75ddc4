using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Fixes;

/// <summary>Gives a declaration another name, together with all its uses in the project's files.</summary>
internal static class Rename
{
    /// <summary>
    /// The edits; <see langword="null"/> when the new name is taken or would be understood as another one, or when a
    /// string or an option names the old one: what it means there only its reader knows.
    /// </summary>
    public static IReadOnlyList<TextEdit>? Edits(FixContext context, ProtoElement element, string newName)
    {
        var isGroup = context.Elements.OfType<ProtoField>().Any(field => field.IsGroup && (field == element || field.TypeName == element.FullName));
        if (newName.Length == 0
            || char.IsDigit(newName[0])
            || isGroup
            || IsTaken(context, element, newName)
            || context.Sources.Any(source => source.NamesInString(element.Name))
            || ExtensionsOf(element).Any(extension => context.Sources.Any(source => source.NamesInOption(extension.Name)))
            || (element is ProtoMessage or ProtoEnum && IsMisunderstood(context, element, newName)))
        {
            return null;
        }

        return
        [
            .. context.SourceOf(element.File.Name)!.Replace(element.NameLocation, newName),
            .. element is ProtoMessage or ProtoEnum ? Uses(context, element).Select(use => use.Reference.Source.Replace(use.Reference.Words[use.Word], newName)) : [],
            .. element is ProtoEnumValue enumValue ? Defaults(context, enumValue, newName) : [],
        ];
    }

    /// <summary>Another declaration of the scope has the name. The values of an enum live in the scope of the enum.</summary>
    private static bool IsTaken(FixContext context, ProtoElement element, string name) => context.Elements.Any(other =>
        other.Name == name && ScopeOf(other) == ScopeOf(element) && other.File.Package == element.File.Package);

    private static ProtoElement? ScopeOf(ProtoElement element) => element is ProtoEnumValue value ? value.Enum.Parent : element.Parent;

    /// <summary>Extensions that options name: the element itself, or those in its scope.</summary>
    private static IEnumerable<ProtoField> ExtensionsOf(ProtoElement element) => element switch
    {
        ProtoField { IsExtension: true } extension => [extension],
        ProtoMessage message => message.Extensions.Concat(message.Messages.SelectMany(ExtensionsOf)),
        _ => [],
    };

    /// <summary>The references to the type, or to a type within it, and which of their words is its name: aligned from the end.</summary>
    private static IEnumerable<(TypeReference Reference, int Word)> Uses(FixContext context, ProtoElement type)
    {
        foreach (var reference in context.References)
        {
            if (reference.FullName == type.FullName || reference.FullName.StartsWith(type.FullName + ".", StringComparison.Ordinal))
            {
                var behind = reference.FullName.Substring(type.FullName.Length).Count(character => character == '.');
                var word = reference.Words.Count - 1 - behind;
                if (word >= 0 && reference.Source.TextOf(reference.Words[word]) == type.Name)
                {
                    yield return (reference, word);
                }
            }
        }
    }

    /// <summary>protoc looks a name up from the inside out: a use would find something nearer, or another name would find the type.</summary>
    private static bool IsMisunderstood(FixContext context, ProtoElement type, string newName)
    {
        var namesakes = context.Elements.Where(other => other.Name == newName).ToList();
        var shadowed = namesakes.Count > 0 && Uses(context, type).Any(use => use.Word == 0 && !use.Reference.IsAbsolute
            && Scopes(use.Reference.User).TakeWhile(scope => scope != type.Parent).Any(scope => namesakes.Exists(other => other.Parent == scope)));
        return shadowed || context.References.Any(reference => !reference.IsAbsolute && reference.FirstWord == newName
            && (type.Parent is { } scope ? Scopes(reference.User).Contains(scope) : reference.User.File.Package == type.File.Package));
    }

    private static IEnumerable<ProtoElement> Scopes(ProtoElement user)
    {
        for (var scope = user.Parent; scope is not null; scope = scope.Parent)
        {
            yield return scope;
        }
    }

    private static IEnumerable<TextEdit> Defaults(FixContext context, ProtoEnumValue value, string newName) =>
        from field in context.Elements.OfType<ProtoField>()
        where field.TypeName == value.Enum.FullName && field.Descriptor.DefaultValue == value.Name
        from edit in context.SourceOf(field.File.Name)!.Replace(field.At(SourcePath.Field.DefaultValue), newName)
        select edit;
}
