using System.Text;
using Google.Protobuf.Reflection;
using GrpcSdk.Schema.Features;
using GrpcSdk.Schema.Model;

namespace GrpcSdk.Schema.Naming;

/// <summary>
/// The names that protoc's C# generator and the gRPC plugin give to what a file declares (<c>csharp_names.cc</c>,
/// <c>csharp_helpers.cc</c>). A test compares them with the generated code of whole APIs.
/// </summary>
internal static class CSharpNames
{
    /// <summary>Members that every message class has: a property of that name gets an underscore.</summary>
    private static readonly HashSet<string> ReservedMembers = new(StringComparer.Ordinal)
    {
        "Types", "Descriptor", "Equals", "ToString", "GetHashCode", "WriteTo", "Clone", "CalculateSize", "MergeFrom", "OnConstruction", "Parser",
    };

    /// <summary>The namespace of a file's types: <c>csharp_namespace</c>, otherwise the package in PascalCase.</summary>
    public static string Namespace(ProtoFile file) =>
        file.Descriptor.Options is { HasCsharpNamespace: true } options ? options.CsharpNamespace : Convert(file.Package, capitalFirst: true, keepPeriods: true);

    /// <summary>The full name of a type's class or enum, such as <c>Acme.V1.User.Types.Role</c>.</summary>
    public static string TypeName(ProtoElement type)
    {
        if (type.Parent is { } container)
        {
            return TypeName(container) + ".Types." + type.Name;
        }

        var space = Namespace(type.File);
        return space.Length == 0 ? type.Name : space + "." + type.Name;
    }

    /// <summary>The class that holds a file's descriptor, without namespace.</summary>
    public static string ReflectionClass(ProtoFile file) => FileBase(file) + "Reflection";

    /// <summary>The class that holds a file's top-level extensions, without namespace.</summary>
    public static string ExtensionClass(ProtoFile file) => FileBase(file) + "Extensions";

    /// <summary>A name in PascalCase, as properties and oneofs have it.</summary>
    public static string Pascal(string name) => Convert(name, capitalFirst: true);

    /// <summary>A name in camelCase, as private fields have it.</summary>
    public static string Camel(string name) => Convert(name, capitalFirst: false);

    /// <summary>The field's own name; of a group, the name of its message.</summary>
    public static string FieldName(ProtoField field) =>
        field.IsGroup ? field.TypeName.Substring(field.TypeName.LastIndexOf('.') + 1) : field.Name;

    /// <summary>The property of a field, or the member of an extension.</summary>
    public static string Property(ProtoField field)
    {
        var name = Pascal(FieldName(field));
        return ReservedMembers.Contains(name) || (field.Parent is { } scope && scope.Name == name) ? name + "_" : name;
    }

    /// <summary>The field has <c>HasX</c> and <c>ClearX</c> beside its property.</summary>
    public static bool HasPresenceMembers(ProtoField field) =>
        !field.IsExtension
        && field.Descriptor.Type != FieldDescriptorProto.Types.Type.Message
        && FieldCardinality.Of(field) is Cardinality.ExplicitPresence or Cardinality.Required;

    /// <summary>The members of an enum, by the index of the value. protoc tells equal names apart by underscores.</summary>
    public static IReadOnlyList<string> EnumMembers(ProtoEnum declaration)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        return [.. declaration.Values.Select(value =>
        {
            var name = EnumMember(declaration.Name, value.Name);
            while (!used.Add(name))
            {
                name += "_";
            }

            return name;
        })];
    }

    /// <summary>The member that a value of an enum becomes, as if it were the only one.</summary>
    public static string EnumMember(string enumName, string valueName)
    {
        var name = ShoutyToPascal(WithoutPrefix(enumName, valueName));
        return name.Length > 0 && IsDigit(name[0]) ? "_" + name : name;
    }

    private static string FileBase(ProtoFile file)
    {
        var name = file.Name.Substring(file.Name.LastIndexOf('/') + 1);
        return Pascal(name.EndsWith(".proto", StringComparison.Ordinal) ? name.Substring(0, name.Length - ".proto".Length) : name);
    }

    private static string Convert(string name, bool capitalFirst, bool keepPeriods = false)
    {
        var result = new StringBuilder(name.Length);
        var capital = capitalFirst;
        for (var i = 0; i < name.Length; i++)
        {
            var character = name[i];
            if (IsLower(character) || IsUpper(character))
            {
                result.Append(capital ? char.ToUpperInvariant(character) : i == 0 ? char.ToLowerInvariant(character) : character);
                capital = false;
                continue;
            }

            capital = true;
            if (IsDigit(character) || (keepPeriods && character == '.'))
            {
                result.Append(character);
            }
        }

        return result.Length > 0 && IsDigit(result[0]) && name[0] == '_' ? "_" + result : result.ToString();
    }

    /// <summary>The value's name without that of its enum; case and underscores do not count. Nothing is removed when nothing would remain.</summary>
    private static string WithoutPrefix(string enumName, string valueName)
    {
        var position = 0;
        foreach (var expected in enumName.Where(character => character != '_'))
        {
            while (position < valueName.Length && valueName[position] == '_')
            {
                position++;
            }

            if (position == valueName.Length || char.ToLowerInvariant(valueName[position]) != char.ToLowerInvariant(expected))
            {
                return valueName;
            }

            position++;
        }

        while (position < valueName.Length && valueName[position] == '_')
        {
            position++;
        }

        return position == valueName.Length ? valueName : valueName.Substring(position);
    }

    private static string ShoutyToPascal(string name)
    {
        var result = new StringBuilder(name.Length);
        var previous = '_';
        foreach (var character in name)
        {
            if (IsDigit(character) || IsLower(character) || IsUpper(character))
            {
                result.Append(
                    !(IsLower(previous) || IsUpper(previous)) ? char.ToUpperInvariant(character)
                    : IsLower(previous) ? character
                    : char.ToLowerInvariant(character));
            }

            previous = character;
        }

        return result.ToString();
    }

    private static bool IsLower(char character) => character is >= 'a' and <= 'z';

    private static bool IsUpper(char character) => character is >= 'A' and <= 'Z';

    private static bool IsDigit(char character) => character is >= '0' and <= '9';
}
