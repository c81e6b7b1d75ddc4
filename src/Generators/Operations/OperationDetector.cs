// Decides by shape what a long-running operation is (AIP-151), and which RPCs begin, get, cancel and delete one.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Operations;

/// <summary>Finds operations: <c>name</c>, <c>done</c> and a oneof of error and response.</summary>
internal static class OperationDetector
{
    private const string GoogleStatus = "global::Google.Rpc.Status";
    private const string AnyType = "global::Google.Protobuf.WellKnownTypes.Any";

    private static readonly string[] NameNames = ["Name", "Id", "OperationId", "OperationName"];

    public static OperationClientModel Detect(ClientShape client)
    {
        var pollers = client.Rpcs
            .Select(rpc => FindPoller(rpc, client))
            .OfType<PollerShape>()
            .GroupBy(p => p.Message.Type)
            .Select(g => g.First())
            .ToEquatableArray();
        var begins = client.Rpcs
            .Where(rpc => rpc.Rpc.Kind == RpcKind.Unary && !IsAboutAnOperation(rpc) && FindMessage(rpc.Response, client) is not null)
            .Select(rpc => Begin(rpc, FindMessage(rpc.Response, client)!))
            .ToEquatableArray();
        return new OperationClientModel(client.Client, client.HelperNamespace, client.IsPublic, pollers, begins);
    }

    /// <summary>The operation that a message is, or null.</summary>
    public static OperationMessage? FindMessage(MessageShape message, ClientShape client)
    {
        var name = FindName(message);
        var error = message.Fields.FirstOrDefault(f => f is { Name: "Error", IsSingle: true, Kind: FieldKind.Message, Oneof.Length: > 0 });
        var response = error is null ? null : message.Fields.FirstOrDefault(f =>
            f.Oneof == error.Oneof && f != error && f.Kind == FieldKind.Message && f.Name is "Response" or "Result");
        if (name is null || error is null || response is null
            || message.Find("Done") is not { IsSingle: true, Kind: FieldKind.Bool } done)
        {
            return null;
        }

        var isGoogle = error.Type == GoogleStatus;
        var status = client.FindNested(error.Type);
        if (!isGoogle && !IsStatus(status))
        {
            return null;
        }

        var metadata = message.Find("Metadata") is { IsSingle: true, Kind: FieldKind.Message } m ? m : null;
        var details = isGoogle ? null : status?.Find("Details") is { IsRepeated: true, Type: AnyType } d ? d : null;
        return new OperationMessage(message.Type, name, done, error, response, metadata, isGoogle, details);
    }

    private static bool IsStatus(MessageShape? message) =>
        message?.Find("Code") is { IsSingle: true } code && (code.IsInteger || code.Kind == FieldKind.Enum)
        && message.Find("Message") is { IsSingle: true, Kind: FieldKind.String };

    /// <summary>The field that an operation is asked for by.</summary>
    public static FieldShape? FindName(MessageShape message) => Named(message, NameNames);

    private static PollerShape? FindPoller(RpcShape rpc, ClientShape client)
    {
        if (rpc.Rpc.Kind != RpcKind.Unary
            || rpc.Name is not ("GetOperation" or "Get")
            || ByName(rpc) is not { } get
            || FindMessage(rpc.Response, client) is not { } message)
        {
            return null;
        }

        return new PollerShape(message, get, Find(client, "CancelOperation", "Cancel"), Find(client, "DeleteOperation", "Delete"));
    }

    // Getting, waiting and cancelling return an operation too, but begin none.
    private static bool IsAboutAnOperation(RpcShape rpc) =>
        rpc.Name is "GetOperation" or "WaitOperation" or "CancelOperation" or "DeleteOperation" or "WaitForOperation"
        || (rpc.Name is "Get" or "Cancel" or "Wait" && rpc.Request.Fields.Count <= 2 && ByName(rpc)?.Property.StartsWith("Operation", StringComparison.Ordinal) == true);

    private static BeginShape Begin(RpcShape rpc, OperationMessage message) => new(
        rpc.Rpc,
        message.Type,
        message.Response.Type == AnyType ? rpc.Operation?.Result : message.Response.Type,
        message.Metadata is { } metadata && metadata.Type != AnyType ? metadata.Type : rpc.Operation?.Metadata);

    private static NamedCall? Find(ClientShape client, params string[] names) =>
        client.Rpcs.Where(r => r.Rpc.Kind == RpcKind.Unary && names.Contains(r.Name)).Select(ByName).FirstOrDefault(c => c is not null);

    private static NamedCall? ByName(RpcShape rpc) =>
        Named(rpc.Request, NameNames) is { } name ? new NamedCall(rpc.Rpc, name.Property) : null;

    private static FieldShape? Named(MessageShape message, string[] names) =>
        names.Select(message.Find).FirstOrDefault(f => f is { IsSingle: true, Kind: FieldKind.String });
}
