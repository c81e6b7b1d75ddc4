using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Schema.Tests.Own;

/// <summary>What callers see of a file's generated C#: properties by field number, enum members by number, oneofs, clients and their methods.</summary>
internal sealed partial record GeneratedSurface(
    string Namespace,
    IReadOnlyDictionary<(string Type, int Number), (string Property, string Type, bool HasPresence)> Fields,
    IReadOnlyDictionary<(string Enum, int Number), string> EnumMembers,
    IReadOnlySet<(string Type, string Case)> Oneofs,
    IReadOnlySet<(string Client, string Method)> Methods)
{
    /// <summary>Reads what protoc and the gRPC plugin wrote for one .proto file.</summary>
    public static GeneratedSurface Of(IEnumerable<string> sources)
    {
        var nodes = sources.SelectMany(source => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes()).ToList();
        var classes = nodes.OfType<ClassDeclarationSyntax>().ToList();
        return new GeneratedSurface(
            nodes.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "",
            classes.SelectMany(FieldsOf).ToDictionary(entry => entry.Key, entry => entry.Value),
            nodes.OfType<EnumDeclarationSyntax>().SelectMany(MembersOf).GroupBy(entry => entry.Key).Where(same => same.Count() == 1).ToDictionary(same => same.Key, same => same.Single().Value),
            classes.SelectMany(type => type.Members.OfType<PropertyDeclarationSyntax>()
                .Where(property => property.Type.ToString().EndsWith("OneofCase", StringComparison.Ordinal))
                .Select(property => (NameOf(type), property.Identifier.Text))).ToHashSet(),
            classes.Where(type => type.Identifier.Text.EndsWith("Client", StringComparison.Ordinal) && type.BaseList?.ToString().Contains("ClientBase", StringComparison.Ordinal) == true)
                .SelectMany(type => type.Members.OfType<MethodDeclarationSyntax>()
                    .Where(method => method.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.VirtualKeyword)))
                    .Select(method => (type.Identifier.Text, method.Identifier.Text))).ToHashSet());
    }

    private static IEnumerable<KeyValuePair<(string Type, int Number), (string Property, string Type, bool HasPresence)>> FieldsOf(ClassDeclarationSyntax type)
    {
        var properties = type.Members.OfType<PropertyDeclarationSyntax>().Where(property => property.ExplicitInterfaceSpecifier is null).ToDictionary(property => property.Identifier.Text);
        foreach (var constant in type.Members.OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables))
        {
            var name = constant.Identifier.Text.EndsWith("FieldNumber", StringComparison.Ordinal) ? constant.Identifier.Text[..^"FieldNumber".Length] : "";
            var property = properties.GetValueOrDefault(name) ?? properties.GetValueOrDefault(name + "_");
            if (property is not null && constant.Initializer is { } value)
            {
                yield return new(
                    (NameOf(type), int.Parse(value.Value.ToString(), CultureInfo.InvariantCulture)),
                    (property.Identifier.Text, Short(property.Type.ToString()), properties.ContainsKey("Has" + name)));
            }
        }
    }

    private static IEnumerable<KeyValuePair<(string Enum, int Number), string>> MembersOf(EnumDeclarationSyntax declaration) =>
        from member in declaration.Members
        where member.AttributeLists.Count > 0
        select new KeyValuePair<(string, int), string>((NameOf(declaration), int.Parse(member.EqualsValue!.Value.ToString(), CultureInfo.InvariantCulture)), member.Identifier.Text);

    /// <summary>The name within the namespace, without the <c>Types</c> between.</summary>
    private static string NameOf(BaseTypeDeclarationSyntax type) =>
        string.Join(".", type.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().Reverse().Select(outer => outer.Identifier.Text).Where(name => name != "Types"));

    /// <summary>Types without namespaces; of a map only that it is one.</summary>
    private static string Short(string type) => type.Contains("MapField<", StringComparison.Ordinal) ? "MapField" : Qualifier().Replace(type, "");

    [GeneratedRegex(@"(\w+::)?(\w+\.)*(?=\w+)")]
    private static partial Regex Qualifier();
}
