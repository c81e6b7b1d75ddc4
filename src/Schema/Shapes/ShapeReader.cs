using Google.Protobuf.Reflection;
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;
using GrpcSdk.Schema.Model;
using GrpcSdk.Schema.Naming;
using GrpcSdk.Schema.Pairing;
using Type = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace GrpcSdk.Schema.Shapes;

/// <summary>
/// What the detectors of the generators look at, read from descriptors instead of the C# that protoc makes of them: the
/// same names, types and order. Rules on all cores share one.
/// </summary>
internal sealed class ShapeReader
{
    private static readonly Dictionary<string, (FieldKind Kind, string Type, bool IsNullable)> Wrappers = new(StringComparer.Ordinal)
    {
        ["google.protobuf.Int32Value"] = (FieldKind.Int32, "int?", true),
        ["google.protobuf.UInt32Value"] = (FieldKind.UInt32, "uint?", true),
        ["google.protobuf.Int64Value"] = (FieldKind.Int64, "long?", true),
        ["google.protobuf.UInt64Value"] = (FieldKind.UInt64, "ulong?", true),
        ["google.protobuf.BoolValue"] = (FieldKind.Bool, "bool?", true),
        ["google.protobuf.FloatValue"] = (FieldKind.Floating, "float?", true),
        ["google.protobuf.DoubleValue"] = (FieldKind.Floating, "double?", true),
        ["google.protobuf.StringValue"] = (FieldKind.String, "string", false),
        ["google.protobuf.BytesValue"] = (FieldKind.Bytes, ByteString, false),
    };

    private const string ByteString = "global::Google.Protobuf.ByteString";

    private readonly Dictionary<string, ProtoMessage> _messages;
    private readonly Dictionary<string, ProtoEnum> _enums;
    private readonly Dictionary<string, MessageShape> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<ProtoService, ClientShape> _clients = [];

    public ShapeReader(IReadOnlyList<ProtoFile> files)
    {
        _messages = Pairs.Index(files.SelectMany(file => file.AllMessages), message => message.FullName);
        _enums = Pairs.Index(files.SelectMany(file => file.AllEnums), declaration => declaration.FullName);
    }

    /// <summary>The message with a full name, of any file.</summary>
    public ProtoMessage? Find(string fullName) => _messages.TryGetValue(fullName, out var message) ? message : null;

    /// <summary>The client of a service.</summary>
    public ClientShape Read(ProtoService service)
    {
        lock (_clients)
        {
            if (!_clients.TryGetValue(service, out var client))
            {
                _clients.Add(service, client = ReadClient(service));
            }

            return client;
        }
    }

    /// <summary>An RPC; <see langword="null"/> when the image lacks one of its messages.</summary>
    public RpcShape? Read(ProtoMethod method)
    {
        if (Find(method.InputType) is not { } request || Find(method.OutputType) is not { } response)
        {
            return null;
        }

        var (requestShape, responseShape) = (Read(request), Read(response));
        return new RpcShape(new RpcModel(method.Name, KindOf(method), requestShape.Type, responseShape.Type, null), requestShape, responseShape);
    }

    /// <summary>A message.</summary>
    public MessageShape Read(ProtoMessage message)
    {
        lock (_shapes)
        {
            if (!_shapes.TryGetValue(message.FullName, out var shape))
            {
                shape = new MessageShape("global::" + CSharpNames.TypeName(message), message.Name, message.Fields.Select(Read).ToEquatableArray());
                _shapes.Add(message.FullName, shape);
            }

            return shape;
        }
    }

    /// <summary>Which sides of an RPC stream.</summary>
    public static RpcKind KindOf(ProtoMethod method) => (method.Descriptor.ClientStreaming, method.Descriptor.ServerStreaming) switch
    {
        (false, false) => RpcKind.Unary,
        (true, false) => RpcKind.ClientStreaming,
        (false, true) => RpcKind.ServerStreaming,
        _ => RpcKind.DuplexStreaming,
    };

    private ClientShape ReadClient(ProtoService service)
    {
        var rpcs = service.Methods.Select(Read).OfType<RpcShape>().ToList();
        var nested = service.Methods
            .SelectMany(method => new[] { Find(method.InputType), Find(method.OutputType) })
            .OfType<ProtoMessage>()
            .SelectMany(message => message.Fields)
            .Select(field => Find(ValueOf(field).TypeName))
            .OfType<ProtoMessage>()
            .Distinct()
            .Select(Read);
        var type = "global::" + CSharpNames.TypeName(service);
        var model = new ClientModel(
            CSharpNames.Namespace(service.File), type, service.Name, $"{type}.{service.Name}Client", true, null, rpcs.Select(rpc => rpc.Rpc).ToEquatableArray());
        return new ClientShape(model, rpcs.ToEquatableArray(), nested.ToEquatableArray(), model.Namespace, true);
    }

    private FieldShape Read(ProtoField field)
    {
        var value = ValueOf(field);
        var isMap = value != field;
        var (kind, type, isNullable) = TypeOf(value);
        return new FieldShape(
            CSharpNames.Pascal(CSharpNames.FieldName(field)),
            CSharpNames.Property(field),
            field.Number,
            isMap ? FieldCount.Map : field.Descriptor.Label == FieldDescriptorProto.Types.Label.Repeated ? FieldCount.Repeated : FieldCount.Single,
            kind,
            type,
            isMap ? TypeOf(value.Message!.Fields[0]).Type : "",
            isNullable,
            field.Oneof is { IsSynthetic: false } oneof ? CSharpNames.Pascal(oneof.Name) : "",
            field.Descriptor.Options?.Deprecated == true);
    }

    /// <summary>Of a map its value, otherwise the field itself.</summary>
    private ProtoField ValueOf(ProtoField field) =>
        field.IsMapField && Find(field.TypeName) is { Fields.Count: 2 } entry ? entry.Fields[1] : field;

    private (FieldKind Kind, string Type, bool IsNullable) TypeOf(ProtoField field) => field.Descriptor.Type switch
    {
        Type.Int32 or Type.Sint32 or Type.Sfixed32 => (FieldKind.Int32, "int", false),
        Type.Uint32 or Type.Fixed32 => (FieldKind.UInt32, "uint", false),
        Type.Int64 or Type.Sint64 or Type.Sfixed64 => (FieldKind.Int64, "long", false),
        Type.Uint64 or Type.Fixed64 => (FieldKind.UInt64, "ulong", false),
        Type.Bool => (FieldKind.Bool, "bool", false),
        Type.String => (FieldKind.String, "string", false),
        Type.Bytes => (FieldKind.Bytes, ByteString, false),
        Type.Float => (FieldKind.Floating, "float", false),
        Type.Double => (FieldKind.Floating, "double", false),
        Type.Enum => (FieldKind.Enum, _enums.TryGetValue(field.TypeName, out var found) ? "global::" + CSharpNames.TypeName(found) : field.TypeName, false),
        _ when Wrappers.TryGetValue(field.TypeName, out var wrapper) => wrapper,
        _ => (FieldKind.Message, Find(field.TypeName) is { } message ? "global::" + CSharpNames.TypeName(message) : field.TypeName, false),
    };
}
