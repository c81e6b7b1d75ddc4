// Reads messages from the C# that protoc generated: field numbers from constants, oneofs from their case enums.
using System.Collections.Immutable;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Operations;
using Microsoft.CodeAnalysis;

namespace GrpcSdk.Generators.Helpers;

/// <summary>Turns client and message symbols into shapes.</summary>
internal static class ShapeParser
{
    private const string FieldNumber = "FieldNumber";
    private const string OneofCase = "OneofCase";

    /// <summary>Reads a client; its helpers go into the namespace, or beside the client when that is null.</summary>
    public static ClientShape? Parse(INamedTypeSymbol client, Compilation compilation, string? helperNamespace, CancellationToken cancellationToken)
    {
        if (RpcParser.ParseClient(client, cancellationToken) is not { } model)
        {
            return null;
        }

        var rpcs = RpcParser.ClientMethods(client, cancellationToken).ToList();
        var messages = new Dictionary<string, MessageShape>();
        foreach (var message in rpcs.SelectMany(r => new[] { r.Request, r.Response }))
        {
            Add(messages, message, cancellationToken);
        }

        foreach (var message in rpcs.SelectMany(r => new[] { r.Request, r.Response }).SelectMany(MessageFields))
        {
            Add(messages, message, cancellationToken);
        }

        var operations = OperationInfoParser.Parse(client, compilation, cancellationToken);
        return new ClientShape(
            model,
            rpcs.Select(r => new RpcShape(r.Rpc, messages[r.Rpc.RequestType], messages[r.Rpc.ResponseType], LocationInfo.From(r.Method), operations.TryGetValue(r.Rpc.Name, out var types) ? types : null)).ToEquatableArray(),
            messages.Values.ToEquatableArray(),
            helperNamespace ?? model.Namespace,
            helperNamespace is null && model.IsPublic);
    }

    /// <summary>Reads a message class.</summary>
    public static MessageShape ParseMessage(ITypeSymbol type)
    {
        var members = type.GetMembers();
        var oneofs = OneofsByField(type);
        var fields = ImmutableArray.CreateBuilder<FieldShape>();
        foreach (var member in members)
        {
            if (member is IFieldSymbol { IsConst: true, ConstantValue: int number } constant
                && constant.Name.EndsWith(FieldNumber, StringComparison.Ordinal)
                && PropertyOf(type, constant.Name.Substring(0, constant.Name.Length - FieldNumber.Length)) is { } property)
            {
                var name = constant.Name.Substring(0, constant.Name.Length - FieldNumber.Length);
                var oneof = oneofs.TryGetValue(name, out var of) ? of : "";
                // A field called as its message has an underscore everywhere.
                fields.Add(ParseField(name.TrimEnd('_'), property, number, oneof));
            }
        }

        return new MessageShape(type.Qualified(), type.Name, new EquatableArray<FieldShape>(fields.ToImmutable()));
    }

    private static void Add(Dictionary<string, MessageShape> messages, ITypeSymbol type, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = type.Qualified();
        if (!messages.ContainsKey(name))
        {
            messages.Add(name, ParseMessage(type));
        }
    }

    private static IEnumerable<ITypeSymbol> MessageFields(ITypeSymbol message) =>
        message.GetMembers().OfType<IPropertySymbol>()
            .Where(p => !p.IsStatic)
            .Select(p => ElementOf(p.Type))
            .Where(t => KindOf(t) == FieldKind.Message);

    // A property that would have the name of its class has an underscore.
    private static IPropertySymbol? PropertyOf(ITypeSymbol type, string name) =>
        type.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault()
        ?? type.GetMembers(name + "_").OfType<IPropertySymbol>().FirstOrDefault();

    private static FieldShape ParseField(string name, IPropertySymbol property, int number, string oneof)
    {
        var element = ElementOf(property.Type);
        var count = property.Type.Is("Google.Protobuf.Collections.RepeatedField`1") ? FieldCount.Repeated
            : property.Type.Is("Google.Protobuf.Collections.MapField`2") ? FieldCount.Map
            : FieldCount.Single;
        var wrapped = element is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;
        return new FieldShape(
            name,
            CSharpName.Escape(property.Name),
            number,
            count,
            KindOf(wrapped ?? element),
            element.Qualified(),
            count == FieldCount.Map ? ((INamedTypeSymbol)property.Type).TypeArguments[0].Qualified() : "",
            wrapped is not null,
            oneof,
            RpcParser.ObsoleteArguments(property) is not null);
    }

    private static ITypeSymbol ElementOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { ContainingNamespace.Name: "Collections", TypeArguments: { Length: > 0 } arguments }
        && (type.Is("Google.Protobuf.Collections.RepeatedField`1") || type.Is("Google.Protobuf.Collections.MapField`2"))
            ? arguments[arguments.Length - 1]
            : type;

    private static FieldKind KindOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Int32 } => FieldKind.Int32,
        { SpecialType: SpecialType.System_UInt32 } => FieldKind.UInt32,
        { SpecialType: SpecialType.System_Int64 } => FieldKind.Int64,
        { SpecialType: SpecialType.System_UInt64 } => FieldKind.UInt64,
        { SpecialType: SpecialType.System_Boolean } => FieldKind.Bool,
        { SpecialType: SpecialType.System_String } => FieldKind.String,
        { TypeKind: TypeKind.Enum } => FieldKind.Enum,
        { TypeKind: TypeKind.Class } when type.Is("Google.Protobuf.ByteString") => FieldKind.Bytes,
        { TypeKind: TypeKind.Class } when IsMessage(type) => FieldKind.Message,
        _ => FieldKind.Floating,
    };

    private static bool IsMessage(ITypeSymbol type) =>
        type.AllInterfaces.Any(static i => i.Name == "IMessage" && i.ContainingNamespace.ToDisplayString() == "Google.Protobuf");

    private static Dictionary<string, string> OneofsByField(ITypeSymbol type)
    {
        var oneofs = new Dictionary<string, string>();
        foreach (var cases in type.GetTypeMembers().Where(t => t.TypeKind == TypeKind.Enum && t.Name.EndsWith(OneofCase, StringComparison.Ordinal)))
        {
            var oneof = cases.Name.Substring(0, cases.Name.Length - OneofCase.Length);
            foreach (var field in cases.GetMembers().OfType<IFieldSymbol>().Where(f => f.ConstantValue is not (null or 0)))
            {
                oneofs[field.Name] = oneof;
            }
        }

        return oneofs;
    }
}
