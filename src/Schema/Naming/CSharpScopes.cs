using GrpcSdk.Schema.Model;
using static GrpcSdk.Schema.Text.GoText;

namespace GrpcSdk.Schema.Naming;

/// <summary>What protoc and the gRPC plugin declare in one C# scope: two equal names in it do not compile.</summary>
internal static class CSharpScopes
{
    private static readonly string[] MessageMembers =
        ["Descriptor", "Parser", "Equals", "ToString", "GetHashCode", "WriteTo", "Clone", "CalculateSize", "MergeFrom", "OnConstruction"];

    private static readonly string[] ExtendableMembers = ["GetExtension", "GetOrInitializeExtension", "SetExtension", "HasExtension", "ClearExtension"];

    /// <summary>The members of a message's class. A method that only shares its name with another one's overloads is left out.</summary>
    public static IEnumerable<CSharpMember> Of(ProtoMessage message)
    {
        foreach (var name in MessageMembers.Concat(message.Descriptor.ExtensionRange.Count > 0 ? ExtendableMembers : []))
        {
            yield return new(name, null, $"the member {Quote(name)} of every such message");
        }

        foreach (var member in message.Fields.SelectMany(Of).Concat(message.Oneofs.Where(oneof => !oneof.IsSynthetic).SelectMany(Of)))
        {
            yield return member;
        }

        if (message.Extensions.Count > 0)
        {
            yield return new("Extensions", null, "the class of the extensions that are declared in the message");
        }

        if (HasNestedTypes(message))
        {
            yield return new("Types", null, "the class of the nested types");
        }
    }

    /// <summary>The members of the class of extensions that are declared in one scope.</summary>
    public static IEnumerable<CSharpMember> Of(IEnumerable<ProtoField> extensions) =>
        extensions.Select(extension => new CSharpMember(CSharpNames.Property(extension), extension, $"extension {Quote(extension.Name)}"));

    /// <summary>The types of a namespace that a file declares.</summary>
    public static IEnumerable<CSharpMember> TypesOf(ProtoFile file)
    {
        foreach (var message in file.Messages)
        {
            yield return new(message.Name, message, $"message {Quote(message.FullName)}");
        }

        foreach (var declaration in file.Enums)
        {
            yield return new(declaration.Name, declaration, $"enum {Quote(declaration.FullName)}");
        }

        foreach (var service in file.Services)
        {
            yield return new(service.Name, service, $"service {Quote(service.FullName)}");
        }

        yield return new(CSharpNames.ReflectionClass(file), null, $"the descriptor class of file {Quote(file.Name)}");
        if (file.Extensions.Count > 0)
        {
            yield return new(CSharpNames.ExtensionClass(file), null, $"the class of the extensions of file {Quote(file.Name)}");
        }
    }

    /// <summary>Maps are no types of their own in C#.</summary>
    public static bool HasNestedTypes(ProtoMessage message) => message.Enums.Count > 0 || message.Messages.Any(nested => !nested.IsMapEntry);

    private static IEnumerable<CSharpMember> Of(ProtoField field)
    {
        var property = CSharpNames.Property(field);
        var quoted = Quote(field.Name);
        yield return new(property, field, $"the property of field {quoted}");
        yield return new(property + "FieldNumber", field, $"the number of field {quoted}");
        if (field.Oneof is null or { IsSynthetic: true })
        {
            yield return new(CSharpNames.Camel(CSharpNames.FieldName(field)) + "_", field, $"the storage of field {quoted}");
        }

        if (CSharpNames.HasPresenceMembers(field))
        {
            yield return new("Has" + property, field, $"the presence of field {quoted}");
            yield return new("Clear" + property, field, $"the method that clears field {quoted}");
        }
    }

    private static IEnumerable<CSharpMember> Of(ProtoOneof oneof)
    {
        var (pascal, camel, quoted) = (CSharpNames.Pascal(oneof.Name), CSharpNames.Camel(oneof.Name), Quote(oneof.Name));
        yield return new(pascal + "OneofCase", oneof, $"the cases of oneof {quoted}");
        yield return new(pascal + "Case", oneof, $"the case property of oneof {quoted}");
        yield return new("Clear" + pascal, oneof, $"the method that clears oneof {quoted}");
        yield return new(camel + "_", oneof, $"the storage of oneof {quoted}");
        yield return new(camel + "Case_", oneof, $"the storage of the case of oneof {quoted}");
    }
}
