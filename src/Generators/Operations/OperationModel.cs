// What the operation helpers of one client are made of.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Operations;

/// <summary>The fields of an operation message: <c>google.longrunning.Operation</c> or a vendor's own.</summary>
/// <param name="Type">The message, <c>global::</c>-qualified.</param>
/// <param name="Name">Its name or id.</param>
/// <param name="Done">Whether it has finished.</param>
/// <param name="Error">What it failed with.</param>
/// <param name="Response">Its result.</param>
/// <param name="Metadata">Its progress, if it has any.</param>
/// <param name="IsGoogleStatus">Whether the error is a <c>google.rpc.Status</c>, whoever compiled it.</param>
/// <param name="ErrorDetails">The details of another error message, if it has any.</param>
internal sealed record OperationMessage(
    string Type,
    FieldShape Name,
    FieldShape Done,
    FieldShape Error,
    FieldShape Response,
    FieldShape? Metadata,
    bool IsGoogleStatus,
    FieldShape? ErrorDetails);

/// <summary>The methods with which a client asks for operations.</summary>
internal sealed record PollerShape(OperationMessage Message, NamedCall Get, NamedCall? Cancel, NamedCall? Delete);

/// <summary>An RPC whose request only needs a name.</summary>
internal sealed record NamedCall(RpcModel Rpc, string Property);

/// <summary>An RPC that begins an operation.</summary>
/// <param name="Rpc">The RPC.</param>
/// <param name="Operation">The operation message's type.</param>
/// <param name="Result">The C# type of the result; null when the schema does not say: the caller does.</param>
/// <param name="Metadata">The C# type of the metadata; null when the schema does not say.</param>
internal sealed record BeginShape(RpcModel Rpc, string Operation, string? Result, string? Metadata);

/// <summary>The operations of one client, ready to be written.</summary>
internal sealed record OperationClientModel(
    ClientModel Client,
    string Namespace,
    bool IsPublic,
    EquatableArray<PollerShape> Pollers,
    EquatableArray<BeginShape> Begins);
