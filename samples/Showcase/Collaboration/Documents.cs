// The documents: gives all edits of a document one order, and moves each over those that its author had not seen.

using Acme.Collaboration.V1;
using Microsoft.EntityFrameworkCore;
using Showcase.Data;
using Showcase.Errors;
using Showcase.Live;

namespace Showcase.Collaboration;

internal sealed class Documents(IDbContextFactory<ShowcaseDb> databases, INotifier notifier, WriteTurns turns)
{
    private const int Chunk = 200;
    private const int MaxLength = 1_000_000;

    /// <summary>The text and its revision; empty at revision 0 when nobody has edited it.</summary>
    public async Task<(long Revision, string Text)> ReadAsync(string documentId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var document = await db.Set<DocumentRecord>().AsNoTracking().SingleOrDefaultAsync(document => document.Id == documentId, cancellationToken);
        return (document?.Revision ?? 0, document?.Text ?? "");
    }

    /// <summary>The edits of a document after a revision, for ever.</summary>
    public IAsyncEnumerable<EditRecord> FollowAsync(string documentId, long after, CancellationToken cancellationToken) =>
        notifier.AsSequenceAsync(
            Topic(documentId),
            after,
            (revision, token) => EditsAfterAsync(documentId, revision, token),
            edit => edit.Revision,
            cancellationToken);

    /// <summary>Applies an edit, once.</summary>
    /// <returns>The revision that it led to.</returns>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT, OUT_OF_RANGE, RESOURCE_EXHAUSTED.</exception>
    public async Task<long> ApplyAsync(DocumentEdit message, TextEdit edit, CancellationToken cancellationToken)
    {
        using var turn = await turns.TakeAsync(Topic(message.DocumentId), cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync(Topic(message.DocumentId), cancellationToken);
        if (await FindAppliedAsync(db, message, cancellationToken) is { } applied)
        {
            return applied;
        }

        var document = await db.Set<DocumentRecord>().SingleOrDefaultAsync(document => document.Id == message.DocumentId, cancellationToken)
            ?? db.Add(new DocumentRecord { Id = message.DocumentId }).Entity;
        var unseen = await UnseenAsync(db, message, edit, document, cancellationToken);
        foreach (var moved in edit.Over(unseen))
        {
            Apply(db, document, message, moved);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifier.Notify(Topic(document.Id));
        return document.Revision;
    }

    private static void Apply(ShowcaseDb db, DocumentRecord document, DocumentEdit message, TextEdit edit)
    {
        if (SplitsPair(document.Text, edit.Position) || SplitsPair(document.Text, edit.Position + edit.Length))
        {
            throw RpcErrors.Invalid("position", "An edit does not begin or end inside a surrogate pair.");
        }

        document.Text = edit.ApplyTo(document.Text);
        document.Revision++;
        if (document.Text.Length > MaxLength)
        {
            throw RpcErrors.Exhausted($"documents/{document.Id}", $"A document has at most {MaxLength} code units.");
        }

        db.Add(new EditRecord
        {
            DocumentId = document.Id,
            Revision = document.Revision,
            UserId = message.UserId,
            EditId = message.EditId,
            Position = edit.Position,
            Length = edit.Length,
            Content = edit.Content,
            LengthAfter = document.Text.Length,
        });
    }

    // What others did since the revision that the edit was made from.
    private static async Task<List<TextEdit>> UnseenAsync(
        ShowcaseDb db,
        DocumentEdit message,
        TextEdit edit,
        DocumentRecord document,
        CancellationToken cancellationToken)
    {
        if (message.Revision < 0 || message.Revision > document.Revision)
        {
            throw RpcErrors.OutOfRange("revision", $"The document has the revisions 0 to {document.Revision}.");
        }

        var since = await db.Set<EditRecord>().AsNoTracking()
            .Where(applied => applied.DocumentId == document.Id && applied.Revision >= message.Revision)
            .OrderBy(applied => applied.Revision)
            .ToListAsync(cancellationToken);
        var lengthThen = message.Revision == 0 ? 0 : since[0].LengthAfter;
        if (edit.Position < 0 || edit.Length < 0 || edit.Position > lengthThen - edit.Length)
        {
            throw RpcErrors.Invalid("position", $"At revision {message.Revision} the document had {lengthThen} code units.");
        }

        return [.. since.Where(applied => applied.Revision > message.Revision).Select(applied => applied.ToEdit())];
    }

    private static async Task<long?> FindAppliedAsync(ShowcaseDb db, DocumentEdit message, CancellationToken cancellationToken) =>
        message.EditId.Length == 0
            ? null
            : await db.Set<EditRecord>()
                .Where(applied => applied.DocumentId == message.DocumentId && applied.UserId == message.UserId && applied.EditId == message.EditId)
                .MaxAsync(applied => (long?)applied.Revision, cancellationToken);

    private async Task<List<EditRecord>> EditsAfterAsync(string documentId, long revision, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<EditRecord>().AsNoTracking()
            .Where(edit => edit.DocumentId == documentId && edit.Revision > revision)
            .OrderBy(edit => edit.Revision)
            .Take(Chunk)
            .ToListAsync(cancellationToken);
    }

    private static bool SplitsPair(string text, int position) =>
        position > 0 && position < text.Length && char.IsSurrogatePair(text[position - 1], text[position]);

    private static string Topic(string documentId) => $"documents/{documentId}";
}
