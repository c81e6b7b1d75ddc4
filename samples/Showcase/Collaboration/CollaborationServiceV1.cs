// acme.collaboration.v1.CollaborationService: one stream is one user in one document.

using System.Runtime.CompilerServices;
using Acme.Collaboration.V1;
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore;
using Showcase.Errors;
using Showcase.Live;
using static Acme.Collaboration.V1.DocumentEdit.Types;

namespace Showcase.Collaboration;

[GrpcService]
internal sealed class CollaborationServiceV1(Documents documents) : CollaborationService.CollaborationServiceBase
{
    private const int MaxId = 64;

    [GrpcInterceptor<MessageLimitInterceptor>(Order = 300)]
    public override async Task Collaborate(IAsyncStreamReader<DocumentEdit> requestStream, IServerStreamWriter<DocumentEdit> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken))
        {
            return;
        }

        var join = CheckJoin(requestStream.Current);
        if (join.Revision > (await documents.ReadAsync(join.DocumentId, context.CancellationToken)).Revision)
        {
            throw RpcErrors.OutOfRange("revision", "The document has not come that far.");
        }

        using var stream = new SharedStream<DocumentEdit>(responseStream, context.CancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        await using var sender = new Sender<DocumentEdit>(
            token => EditsAsync(join.DocumentId, join.Revision, token),
            edit => edit.Revision,
            stream,
            stop.Cancel,
            stop.Token);
        try
        {
            var latest = 0L;
            await foreach (var edit in requestStream.ReadAllAsync(stop.Token))
            {
                CheckSame(join, edit);
                latest = await documents.ApplyAsync(edit, edit.ToEdit(), stop.Token);
            }

            // The author gets the acknowledgement of its last edit before the stream ends.
            await sender.ReachAsync(latest);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            // The sender ended the stream: it says why.
            await sender.Completion;
        }
        finally
        {
            stream.End();
        }
    }

    private async IAsyncEnumerable<DocumentEdit> EditsAsync(string documentId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after == 0)
        {
            var (revision, text) = await documents.ReadAsync(documentId, cancellationToken);
            yield return new DocumentEdit { DocumentId = documentId, Operation = Operation.Insert, Content = text, Revision = revision };
            after = revision;
        }

        await foreach (var edit in documents.FollowAsync(documentId, after, cancellationToken))
        {
            yield return edit.ToMessage();
        }
    }

    private static DocumentEdit CheckJoin(DocumentEdit join)
    {
        if (join.Operation != Operation.Join)
        {
            throw RpcErrors.Invalid("operation", "The first edit of a stream is OPERATION_JOIN.");
        }

        if (join.DocumentId.Length is 0 or > MaxId)
        {
            throw RpcErrors.Invalid("document_id", $"1 to {MaxId} characters.");
        }

        return join.UserId.Length is 0 or > MaxId ? throw RpcErrors.Invalid("user_id", $"1 to {MaxId} characters.") : join;
    }

    private static void CheckSame(DocumentEdit join, DocumentEdit edit)
    {
        if (edit.DocumentId != join.DocumentId || edit.UserId != join.UserId)
        {
            throw RpcErrors.Invalid(edit.UserId == join.UserId ? "document_id" : "user_id", "One stream is one user in one document.");
        }

        if (edit.EditId.Length > MaxId)
        {
            throw RpcErrors.Invalid("edit_id", $"At most {MaxId} characters.");
        }
    }
}
