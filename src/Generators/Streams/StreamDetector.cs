// Decides from the shapes of messages how a client stream is fed and whether a server stream can be resumed.
using GrpcSdk.Generators.Common;
using GrpcSdk.Generators.Helpers;

namespace GrpcSdk.Generators.Streams;

/// <summary>Finds uploads, bulk sends and resumable streams. docs/paging.md lists the names.</summary>
internal static class StreamDetector
{
    private static readonly string[] IndexNames = ["ChunkNumber", "ChunkIndex", "Sequence", "SequenceNumber", "Index", "PartNumber"];
    private static readonly string[] OffsetNames = ["Offset", "WriteOffset", "ChunkOffset"];
    private static readonly string[] LimitNames = ["Limit", "MaxResults", "MaxItems", "OptionalLimit"];
    private static readonly string[] TimeNames = ["Timestamp", "CreateTime", "CreatedAt", "EventTime", "Time"];
    private static readonly string[] PlaceNames = ["Id", "Offset", "Sequence", "SequenceNumber", "Timestamp"];

    public static StreamClientModel Detect(ClientShape client) => new(
        client.Client,
        client.HelperNamespace,
        client.IsPublic,
        client.Rpcs.Where(r => r.Rpc.Kind == RpcKind.ClientStreaming).Select(Send).ToEquatableArray(),
        client.Rpcs.Where(r => r.Rpc.Kind == RpcKind.ServerStreaming).Select(Resume).OfType<ResumeShape>().ToEquatableArray());

    private static SendShape Send(RpcShape rpc)
    {
        var fields = rpc.Request.Fields;
        var bytes = fields.Where(f => f is { IsSingle: true, Kind: FieldKind.Bytes }).ToList();
        if (bytes.Count == 1)
        {
            var data = bytes[0];
            var isOneof = data.Oneof.Length > 0 && fields.Any(f => f != data && f.Oneof == data.Oneof);
            var index = Numbered(rpc.Request, IndexNames);
            var offset = Numbered(rpc.Request, OffsetNames);
            if (isOneof || index is not null || offset is not null)
            {
                return new SendShape(rpc.Rpc, data, index, offset, isOneof, null);
            }
        }

        var items = fields.Count == 1 && fields[0] is { IsRepeated: true, Kind: FieldKind.Message } only ? only : null;
        return new SendShape(rpc.Rpc, null, null, null, false, items);
    }

    /// <summary>How a server stream can go on after a break, or null.</summary>
    public static ResumeShape? Resume(RpcShape rpc)
    {
        foreach (var (resume, places) in Candidates(rpc))
        {
            if (places.Select(rpc.Response.Find).FirstOrDefault(f => f is { IsSingle: true } && f.Type == resume.Type && f.IsWrapper == resume.IsWrapper) is { } cursor)
            {
                var limit = LimitNames.Select(rpc.Request.Find).FirstOrDefault(f => f is { IsSingle: true, IsInteger: true, IsWrapper: false });
                return new ResumeShape(rpc.Rpc, cursor, resume, limit);
            }
        }

        return null;
    }

    // Most exact first: a token, after_x, a cursor, a read offset, since, start_x.
    private static IEnumerable<(FieldShape Field, string[] Places)> Candidates(RpcShape rpc)
    {
        var request = rpc.Request;
        if (request.Find("ResumeToken") is { } token)
        {
            yield return (token, ["ResumeToken"]);
        }

        foreach (var field in request.Fields.Where(f => f.IsSingle && f.Kind is not (FieldKind.Enum or FieldKind.Bool or FieldKind.Floating)))
        {
            if (AfterPrefix(field.Name, "After") is { } after)
            {
                yield return (field, after.Length == 0 ? PlaceNames : [after, .. TimesIfTime(after)]);
            }
        }

        // optional_cursor, and after_result_cursor in each item: one of each.
        if (Cursors(request) is [var cursor] && Cursors(rpc.Response) is [var place])
        {
            yield return (cursor, [place.Name]);
        }

        if (request.Find("ReadOffset") is { } offset)
        {
            yield return (offset, ["Offset", "ReadOffset"]);
        }

        foreach (var field in request.Fields.Where(f => f.IsSingle && f.Kind is not (FieldKind.Enum or FieldKind.Bool or FieldKind.Floating)))
        {
            if (AfterPrefix(field.Name, "Since") is { } since)
            {
                yield return (field, since.Length == 0 ? [.. PlaceNames, .. TimeNames] : [since, .. TimesIfTime(since)]);
            }
            else if (AfterPrefix(field.Name, "Start") is { Length: > 0 } start)
            {
                yield return (field, [start, .. TimesIfTime(start)]);
            }
        }
    }

    private static List<FieldShape> Cursors(MessageShape message) =>
        [.. message.Fields.Where(f => f.IsSingle && f.Name.EndsWith("Cursor", StringComparison.Ordinal) && f.Kind is not (FieldKind.Enum or FieldKind.Bool or FieldKind.Floating))];

    private static string[] TimesIfTime(string name) => name is "Time" or "Timestamp" ? TimeNames : [];

    private static string? AfterPrefix(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || !char.IsLower(name[prefix.Length]))
            ? name.Substring(prefix.Length)
            : null;

    private static FieldShape? Numbered(MessageShape message, string[] names) =>
        names.Select(message.Find).FirstOrDefault(f => f is { IsSingle: true, IsInteger: true, IsWrapper: false });
}
