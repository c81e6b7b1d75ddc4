// What the stream helpers of one client are made of: uploads, bulk sends, resumable server streams.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Streams;

/// <summary>A client-streaming RPC.</summary>
/// <param name="Rpc">The RPC.</param>
/// <param name="Data">The bytes of a chunk; null for messages that are items or hold items.</param>
/// <param name="Index">The chunk's number, if it has one.</param>
/// <param name="Offset">The chunk's offset, if it has one.</param>
/// <param name="IsOneof">Whether chunk and metadata exclude one another, so that metadata go first.</param>
/// <param name="Items">The repeated items of a message that only holds items.</param>
internal sealed record SendShape(RpcModel Rpc, FieldShape? Data, FieldShape? Index, FieldShape? Offset, bool IsOneof, FieldShape? Items);

/// <summary>A server-streaming RPC that can go on where it broke off.</summary>
/// <param name="Rpc">The RPC.</param>
/// <param name="Cursor">The place of an item.</param>
/// <param name="Resume">The request field that asks to go on there.</param>
/// <param name="Limit">The request field that says how many items are wanted, if it has one.</param>
internal sealed record ResumeShape(RpcModel Rpc, FieldShape Cursor, FieldShape Resume, FieldShape? Limit);

/// <summary>The streams of one client, ready to be written.</summary>
internal sealed record StreamClientModel(
    ClientModel Client,
    string Namespace,
    bool IsPublic,
    EquatableArray<SendShape> Sends,
    EquatableArray<ResumeShape> Resumes);
