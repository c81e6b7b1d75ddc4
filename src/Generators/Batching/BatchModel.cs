// What the batch helper of one RPC is made of, and why an RPC that is called a batch has none.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Batching;

/// <summary>A field that an item shares with the key that asked for it.</summary>
/// <param name="Item">The field of the item.</param>
/// <param name="Key">The field of the message that asks; null when keys are plain values.</param>
/// <param name="Outer">The field of the message that asks which holds the message of <paramref name="Key"/>; null when there is none between.</param>
/// <param name="IsLastSegment">Whether the item has it at the end of a resource name.</param>
/// <param name="IsServersChoice">Whether the server may choose another value.</param>
internal sealed record BatchIdentityShape(FieldShape Item, FieldShape? Key = null, FieldShape? Outer = null, bool IsLastSegment = false, bool IsServersChoice = false);

/// <summary>What a response says of single keys, beside their items.</summary>
/// <param name="NotFound">Keys that the server did not find.</param>
/// <param name="Failed">The status of failed requests, by index.</param>
/// <param name="FailedKeys">The status of failed requests, by key.</param>
/// <param name="Statuses">The status of every request.</param>
internal sealed record BatchRemarks(FieldShape? NotFound, FieldShape? Failed, FieldShape? FailedKeys, FieldShape? Statuses);

/// <summary>The fields that make an RPC a batch.</summary>
/// <param name="Rpc">The RPC.</param>
/// <param name="Verb">Get, Create, Update, Delete or what else is done to every key.</param>
/// <param name="Keys">Names, ids or requests, in the request.</param>
/// <param name="Items">The items in the response; null when it answers all keys at once, as most deletes and operations do.</param>
/// <param name="Identities">What tells whose an item is, best first.</param>
/// <param name="Remarks">What else the response says of single keys.</param>
/// <param name="RequestId">The request id (AIP-155) of each change, if it has one.</param>
/// <param name="SingleGet">The RPC that gets one of the same items: then calls of it can be merged.</param>
/// <param name="ItemName">The item's class name, for the name of the loader.</param>
internal sealed record BatchShape(
    RpcModel Rpc,
    string Verb,
    FieldShape Keys,
    FieldShape? Items,
    EquatableArray<BatchIdentityShape> Identities,
    BatchRemarks Remarks,
    FieldShape? RequestId,
    string? SingleGet,
    string ItemName)
{
    public bool IsMutation => Verb != "Get";

    /// <summary>BatchGetUsers becomes BatchGetAllUsersAsync.</summary>
    public string HelperName => $"Batch{Verb}All{Rpc.Name.Substring("Batch".Length + Verb.Length)}Async";
}

/// <summary>What the detector says of an RPC: a batch, or a near miss with its reason, or nothing at all.</summary>
/// <param name="Shape">The batch.</param>
/// <param name="NearMiss">Why what is called a batch is none.</param>
/// <param name="LoaderNearMiss">Why the batch has no loader though a get of one item stands beside it: the get, and the reason.</param>
internal sealed record BatchFinding(BatchShape? Shape, string? NearMiss, (string Get, string Reason)? LoaderNearMiss = null)
{
    public static readonly BatchFinding Nothing = new(null, null);

    public static BatchFinding Missed(string reason) => new(null, reason);
}

/// <summary>The batch RPCs of one client, ready to be written.</summary>
internal sealed record BatchClientModel(ClientModel Client, string Namespace, bool IsPublic, EquatableArray<BatchShape> Batches);
