// What the batch helper of one RPC is made of.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Batching;

/// <summary>The fields that make an RPC a batch.</summary>
/// <param name="Rpc">The RPC.</param>
/// <param name="Verb">Get, Create, Update or Delete.</param>
/// <param name="Keys">Names, ids or requests, in the request.</param>
/// <param name="Items">The items in the response; null when it has none, as most deletes.</param>
/// <param name="ItemKey">The field of an item that holds its key, if it has one.</param>
/// <param name="NotFound">Keys that the server did not find, if the response says.</param>
/// <param name="Failed">Failed requests by index, if the response says.</param>
/// <param name="RequestId">The request id (AIP-155) of each change, if it has one.</param>
/// <param name="SingleGet">The RPC that gets one of the same items: then calls of it can be merged.</param>
/// <param name="ItemName">The item's class name, for the name of the loader.</param>
internal sealed record BatchShape(
    RpcModel Rpc,
    string Verb,
    FieldShape Keys,
    FieldShape? Items,
    FieldShape? ItemKey,
    FieldShape? NotFound,
    FieldShape? Failed,
    FieldShape? RequestId,
    string? SingleGet,
    string ItemName)
{
    public bool IsMutation => Verb != "Get";

    /// <summary>BatchGetUsers becomes BatchGetAllUsersAsync.</summary>
    public string HelperName => $"Batch{Verb}All{Rpc.Name.Substring("Batch".Length + Verb.Length)}Async";
}

/// <summary>The batch RPCs of one client, ready to be written.</summary>
internal sealed record BatchClientModel(ClientModel Client, string Namespace, bool IsPublic, EquatableArray<BatchShape> Batches);
