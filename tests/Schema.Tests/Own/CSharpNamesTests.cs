using GrpcSdk.Schema.Naming;
using GrpcSdk.Schema.Tests.Tooling;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GrpcSdk.Schema.Tests.Own;

/// <summary>The names that we expect in C# are those in the code that protoc generates for public APIs.</summary>
public sealed class CSharpNamesTests
{
    [Theory]
    [MemberData(nameof(PublicApis.Names), MemberType = typeof(PublicApis))]
    public async Task Names_are_those_that_protoc_gives(string api)
    {
        using var directory = new TemporaryDirectory();
        var copy = await PublicApis.CopyAsync(api, directory);
        var image = await copy.CompileAsync();
        await Protoc.GenerateAsync(copy.Root, copy.Api.Files, directory.File("generated"), copy.ImportRoots);

        var generated = Directory.EnumerateFiles(directory.File("generated"), "*.cs", SearchOption.AllDirectories)
            .AsParallel()
            .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            .SelectMany(MembersOf)
            .ToHashSet(StringComparer.Ordinal);
        var expected = image.Files.Where(file => file.IsTarget).SelectMany(ExpectedOf).ToList();

        Assert.NotEmpty(expected);
        Assert.DoesNotContain(expected, name => !generated.Contains(name));
    }

    private static IEnumerable<string> ExpectedOf(Model.ProtoFile file)
    {
        yield return $"{CSharpNames.Namespace(file)}.{CSharpNames.ReflectionClass(file)}:Descriptor";
        foreach (var message in file.AllMessages.Where(message => !message.IsMapEntry))
        {
            var type = CSharpNames.TypeName(message);
            foreach (var field in message.Fields)
            {
                yield return $"{type}:{CSharpNames.Property(field)}";
                yield return CSharpNames.HasPresenceMembers(field) ? $"{type}:Has{CSharpNames.Property(field)}" : $"{type}:no Has{CSharpNames.Property(field)}";
            }

            foreach (var oneof in message.Oneofs.Where(oneof => !oneof.IsSynthetic))
            {
                yield return $"{type}:{CSharpNames.Pascal(oneof.Name)}Case";
            }
        }

        foreach (var declaration in file.AllEnums)
        {
            foreach (var member in CSharpNames.EnumMembers(declaration))
            {
                yield return $"{CSharpNames.TypeName(declaration)}:{member}";
            }
        }
    }

    /// <summary><c>Namespace.Type:Member</c>, and <c>Namespace.Type:no HasX</c> for a property X without presence.</summary>
    private static IEnumerable<string> MembersOf(BaseTypeDeclarationSyntax type)
    {
        var space = string.Join(".", type.AncestorsAndSelf().Reverse().Select(node => node switch
        {
            BaseNamespaceDeclarationSyntax declaration => declaration.Name.ToString(),
            BaseTypeDeclarationSyntax declaration => declaration.Identifier.Text,
            _ => "",
        }).Where(name => name.Length > 0));
        var members = type switch
        {
            EnumDeclarationSyntax declaration => declaration.Members.Select(member => member.Identifier.Text).ToList(),
            TypeDeclarationSyntax declaration => [.. declaration.Members.OfType<PropertyDeclarationSyntax>().Select(property => property.Identifier.Text)],
            _ => [],
        };
        return members.Concat(members.Where(member => !members.Contains("Has" + member)).Select(member => "no Has" + member)).Select(member => $"{space}:{member}");
    }
}
