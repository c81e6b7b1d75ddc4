// RPC shapes straight from descriptors, as ShapeParser reads them from C#: thousands of RPCs without compiling a line.
using System.Diagnostics;
using Google.Protobuf.Reflection;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using Field = Google.Protobuf.Reflection.FieldDescriptorProto;

namespace GrpcSdk.Generators.Tests.Harness;

/// <summary>Services of a descriptor set as what the detectors look at. A test compares it with <see cref="ShapeParser"/>.</summary>
internal sealed class DescriptorShapes
{
    private readonly Dictionary<string, DescriptorProto> _messages = [];
    private readonly Dictionary<string, (string Type, string Class)> _types = [];
    private readonly Dictionary<string, MessageShape> _shapes = [];
    private readonly FileDescriptorSet _set;

    public DescriptorShapes(FileDescriptorSet set)
    {
        _set = set;
        foreach (var file in set.File)
        {
            var space = file.Options is { CsharpNamespace.Length: > 0 } options ? options.CsharpNamespace : string.Join('.', file.Package.Split('.').Select(Pascal));
            Add(file.MessageType, file.EnumType, file.Package.Length == 0 ? "" : $".{file.Package}", space.Length == 0 ? "global::" : $"global::{space}.");
        }
    }

    /// <summary>Every service with its full proto name.</summary>
    public IEnumerable<(string Service, ClientShape Client)> Clients() =>
        from file in _set.File
        from service in file.Service
        let name = file.Package.Length == 0 ? service.Name : $"{file.Package}.{service.Name}"
        select (name, Client(name, service));

    /// <summary>The declaration of a message, by its name with a leading dot.</summary>
    public DescriptorProto Message(string name) => _messages[name];

    public FileDescriptorSet Set => _set;

    private ClientShape Client(string name, ServiceDescriptorProto service)
    {
        var messages = service.Method.SelectMany(m => new[] { m.InputType, m.OutputType }).Distinct().ToList();
        var nested = messages
            .Concat(messages.SelectMany(m => _messages[m].Field.Select(f => IsMap(f, out _, out var value) ? value : f).Where(f => f.Type == Field.Types.Type.Message).Select(f => f.TypeName)))
            .Where(m => !m.StartsWith(".google.protobuf.", StringComparison.Ordinal) || _messages.ContainsKey(m))
            .Distinct()
            .Select(Shape);
        var client = new ClientModel("", name, service.Name, $"global::{name}", true, null, default);
        return new ClientShape(client, service.Method.Select(Rpc).ToEquatableArray(), nested.ToEquatableArray(), "", true);
    }

    private RpcShape Rpc(MethodDescriptorProto method)
    {
        var kind = (method.ClientStreaming, method.ServerStreaming) switch
        {
            (false, false) => RpcKind.Unary,
            (true, false) => RpcKind.ClientStreaming,
            (false, true) => RpcKind.ServerStreaming,
            _ => RpcKind.DuplexStreaming,
        };
        return new RpcShape(new RpcModel(method.Name, kind, _types[method.InputType].Type, _types[method.OutputType].Type, null), Shape(method.InputType), Shape(method.OutputType));
    }

    private MessageShape Shape(string name)
    {
        if (!_shapes.TryGetValue(name, out var shape))
        {
            var (type, @class) = _types[name];
            shape = new MessageShape(type, @class, _messages[name].Field.Where(f => f.Type != Field.Types.Type.Group).Select(f => Shape(f, _messages[name], @class)).ToEquatableArray());
            _shapes.Add(name, shape);
        }

        return shape;
    }

    private FieldShape Shape(Field field, DescriptorProto message, string @class)
    {
        var name = Pascal(field.Name);
        var property = name == @class || name is "Types" or "Descriptor" ? name + "_" : name;
        var isMap = IsMap(field, out var key, out var value);
        var element = isMap ? value : field;
        var count = isMap ? FieldCount.Map : field.Label == Field.Types.Label.Repeated ? FieldCount.Repeated : FieldCount.Single;
        var wrapped = count == FieldCount.Single ? Wrapped(element) : null;
        var kind = wrapped is { } w ? KindOf(w) : KindOf(element.Type);
        return new FieldShape(
            name,
            CSharpName.Escape(property),
            field.Number,
            count,
            kind,
            wrapped is { } scalar ? Scalar(scalar) + (scalar is Field.Types.Type.String or Field.Types.Type.Bytes ? "" : "?")
                : element.Type is Field.Types.Type.Message or Field.Types.Type.Enum ? _types[element.TypeName].Type
                : Scalar(element.Type),
            isMap ? Scalar(key.Type) : "",
            wrapped is not (null or Field.Types.Type.String or Field.Types.Type.Bytes),
            field.HasOneofIndex && !field.Proto3Optional ? Pascal(message.OneofDecl[field.OneofIndex].Name) : "",
            field.Options?.Deprecated == true);
    }

    private bool IsMap(Field field, out Field key, out Field value)
    {
        (key, value) = (field, field);
        if (field.Type != Field.Types.Type.Message || field.Label != Field.Types.Label.Repeated || _messages[field.TypeName].Options?.MapEntry != true)
        {
            return false;
        }

        (key, value) = (_messages[field.TypeName].Field[0], _messages[field.TypeName].Field[1]);
        return true;
    }

    private void Add(IEnumerable<DescriptorProto> messages, IEnumerable<EnumDescriptorProto> enums, string scope, string outer)
    {
        foreach (var declared in enums)
        {
            _types[$"{scope}.{declared.Name}"] = (outer + declared.Name, declared.Name);
        }

        foreach (var message in messages)
        {
            _messages[$"{scope}.{message.Name}"] = message;
            _types[$"{scope}.{message.Name}"] = (outer + message.Name, message.Name);
            Add(message.NestedType, message.EnumType, $"{scope}.{message.Name}", $"{outer}{message.Name}.Types.");
        }
    }

    private static Field.Types.Type? Wrapped(Field field) => field.Type != Field.Types.Type.Message ? null : field.TypeName switch
    {
        ".google.protobuf.Int32Value" => Field.Types.Type.Int32,
        ".google.protobuf.UInt32Value" => Field.Types.Type.Uint32,
        ".google.protobuf.Int64Value" => Field.Types.Type.Int64,
        ".google.protobuf.UInt64Value" => Field.Types.Type.Uint64,
        ".google.protobuf.BoolValue" => Field.Types.Type.Bool,
        ".google.protobuf.DoubleValue" => Field.Types.Type.Double,
        ".google.protobuf.FloatValue" => Field.Types.Type.Float,
        ".google.protobuf.StringValue" => Field.Types.Type.String,
        ".google.protobuf.BytesValue" => Field.Types.Type.Bytes,
        _ => null,
    };

    private static FieldKind KindOf(Field.Types.Type type) => type switch
    {
        Field.Types.Type.Message or Field.Types.Type.Group => FieldKind.Message,
        Field.Types.Type.Enum => FieldKind.Enum,
        Field.Types.Type.String => FieldKind.String,
        Field.Types.Type.Bytes => FieldKind.Bytes,
        Field.Types.Type.Bool => FieldKind.Bool,
        Field.Types.Type.Double or Field.Types.Type.Float => FieldKind.Floating,
        _ => Scalar(type) switch { "int" => FieldKind.Int32, "uint" => FieldKind.UInt32, "long" => FieldKind.Int64, "ulong" => FieldKind.UInt64, _ => throw new UnreachableException() },
    };

    private static string Scalar(Field.Types.Type type) => type switch
    {
        Field.Types.Type.Int32 or Field.Types.Type.Sint32 or Field.Types.Type.Sfixed32 => "int",
        Field.Types.Type.Uint32 or Field.Types.Type.Fixed32 => "uint",
        Field.Types.Type.Int64 or Field.Types.Type.Sint64 or Field.Types.Type.Sfixed64 => "long",
        Field.Types.Type.Uint64 or Field.Types.Type.Fixed64 => "ulong",
        Field.Types.Type.String => "string",
        Field.Types.Type.Bytes => "global::Google.Protobuf.ByteString",
        _ => type.ToString().ToLowerInvariant(),
    };

    // As protoc's C# generator capitalises: after an underscore, a dot or a digit.
    private static string Pascal(string name)
    {
        var capital = true;
        var result = new System.Text.StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                result.Append(capital && char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : c);
                capital = char.IsAsciiDigit(c);
            }
            else
            {
                capital = true;
            }
        }

        return result.ToString();
    }
}
