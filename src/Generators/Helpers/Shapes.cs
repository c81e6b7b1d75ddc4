// Messages and RPCs as plain values: what the detectors of paging, batch, stream and operation helpers look at.
using GrpcSdk.Generators.Common;

namespace GrpcSdk.Generators.Helpers;

/// <summary>What a field holds, as far as a detector cares.</summary>
internal enum FieldKind
{
    /// <summary>A 32-bit signed integer.</summary>
    Int32,

    /// <summary>A 32-bit unsigned integer.</summary>
    UInt32,

    /// <summary>A 64-bit signed integer.</summary>
    Int64,

    /// <summary>A 64-bit unsigned integer.</summary>
    UInt64,

    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>Text.</summary>
    String,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>An enum.</summary>
    Enum,

    /// <summary>A message.</summary>
    Message,

    /// <summary>Floating point.</summary>
    Floating,
}

/// <summary>How often a field occurs.</summary>
internal enum FieldCount
{
    /// <summary>At most once.</summary>
    Single,

    /// <summary>Any number of times, in order.</summary>
    Repeated,

    /// <summary>Once per key.</summary>
    Map,
}

/// <summary>One field of a message.</summary>
/// <param name="Name">The property's name without the underscore that avoids clashes: <c>PageToken</c> for <c>page_token</c>.</param>
/// <param name="Property">The C# property.</param>
/// <param name="Number">The field number.</param>
/// <param name="Count">Single, repeated or map.</param>
/// <param name="Kind">What the field, or each element or map value, holds.</param>
/// <param name="Type">The C# type of the field, element or map value, <c>global::</c>-qualified.</param>
/// <param name="KeyType">The C# type of a map's key; empty for other fields.</param>
/// <param name="IsWrapper">Whether it is a <c>google.protobuf.Int32Value</c> or the like, a nullable value in C#.</param>
/// <param name="Oneof">The real oneof that the field is in; empty for none.</param>
/// <param name="IsDeprecated">Whether the field is deprecated.</param>
internal sealed record FieldShape(
    string Name,
    string Property,
    int Number,
    FieldCount Count,
    FieldKind Kind,
    string Type,
    string KeyType = "",
    bool IsWrapper = false,
    string Oneof = "",
    bool IsDeprecated = false)
{
    public bool IsSingle => Count == FieldCount.Single;

    public bool IsRepeated => Count == FieldCount.Repeated;

    public bool IsMap => Count == FieldCount.Map;

    public bool IsInteger => Kind is FieldKind.Int32 or FieldKind.UInt32 or FieldKind.Int64 or FieldKind.UInt64;
}

/// <summary>A message: its fields in declaration order.</summary>
/// <param name="Type">The C# class, <c>global::</c>-qualified.</param>
/// <param name="Name">The class name alone.</param>
/// <param name="Fields">The fields in the order of their declaration.</param>
internal sealed record MessageShape(string Type, string Name, EquatableArray<FieldShape> Fields)
{
    public FieldShape? Find(string name) => Fields.FirstOrDefault(f => f.Name == name);

    /// <summary>The field with the first of several names that fits.</summary>
    public FieldShape? FirstNamed(IEnumerable<string> names, Func<FieldShape, bool> fits) =>
        names.Select(Find).FirstOrDefault(f => f is not null && fits(f));
}

/// <summary>What <c>google.longrunning.operation_info</c> says of an RPC, as C# types; null for a type that was not found.</summary>
internal sealed record OperationTypes(string? Result, string? Metadata);

/// <summary>An RPC with the shapes of both its messages.</summary>
internal sealed record RpcShape(RpcModel Rpc, MessageShape Request, MessageShape Response, LocationInfo? Location = null, OperationTypes? Operation = null)
{
    public string Name => Rpc.Name;
}

/// <summary>A client with what its RPCs exchange; the messages of the fields too, by type.</summary>
/// <param name="Client">The client.</param>
/// <param name="Rpcs">Its RPCs.</param>
/// <param name="Nested">The messages that fields of those RPCs' messages hold.</param>
/// <param name="HelperNamespace">Where helpers for it go.</param>
/// <param name="IsPublic">Whether they are public.</param>
internal sealed record ClientShape(
    ClientModel Client,
    EquatableArray<RpcShape> Rpcs,
    EquatableArray<MessageShape> Nested,
    string HelperNamespace,
    bool IsPublic)
{
    public MessageShape? FindNested(string type) => Nested.FirstOrDefault(m => m.Type == type);
}
