using System.Linq.Expressions;
using GrpcSdk.AspNetCore.Paging;
using Microsoft.EntityFrameworkCore;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>One page of rows.</summary>
/// <typeparam name="TEntity">The entity.</typeparam>
/// <param name="Items">The rows, in order.</param>
/// <param name="NextPageToken">The text for <c>next_page_token</c>; empty on the last page.</param>
public sealed record KeysetPage<TEntity>(IReadOnlyList<TEntity> Items, string NextPageToken);

/// <summary>Reads pages of a query by keyset.</summary>
public static class KeysetQueryableExtensions
{
    /// <summary>
    /// Reads one page and makes the token of the next. A walk over all pages returns each row that exists throughout
    /// and keeps its place exactly once, whatever else is inserted, deleted or moved meanwhile.
    /// </summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <param name="rows">The rows of one entity, filtered and projected at most; the filter must follow from the request alone.</param>
    /// <param name="page">What the client asks for.</param>
    /// <param name="order">The order; its columns should have an index.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The page: one query, for one row more than the page has.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model does not prove that the pages are complete, already at the first one: a column may be NULL, no key is among
    /// them, the query may return a row twice, or a key is too long for a token. The message says what to do.
    /// </exception>
    /// <exception cref="Grpc.Core.RpcException">
    /// INVALID_ARGUMENT: the token is of another order than <paramref name="order"/>; or the row that it ends with has text of
    /// more than 256 bytes in a column of the order, and was deleted or changed there meanwhile (PAGE_TOKEN_EXPIRED).
    /// </exception>
    public static async Task<KeysetPage<TEntity>> ToKeysetPageAsync<TEntity>(
        this IQueryable<TEntity> rows,
        PageRequest page,
        KeysetOrder<TEntity> order,
        CancellationToken cancellationToken = default)
        where TEntity : class
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(order);
        var proof = order.Prove(KeysetSource.Of(rows.Expression));
        proof.EnsureFits(page.MaxCursorLength);

        var rest = rows;
        if (!page.IsFirst)
        {
            var place = order.Read(page.Cursor) ?? throw page.InvalidToken();
            rest = order.After(rows, await WithLongTextAsync(rows, place, proof, page, cancellationToken).ConfigureAwait(false));
        }

        var found = await order.Sort(rest).Take(page.Size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (found.Count <= page.Size)
        {
            return new(found, "");
        }

        found.RemoveAt(page.Size);
        return new(found, page.NextToken(order.CursorOf(found[^1], proof)));
    }

    // A token holds a hash for long text, so that it fits whatever the row has: the text is that of the row with the same key.
    private static async Task<object[]> WithLongTextAsync<TEntity>(
        IQueryable<TEntity> rows,
        object[] place,
        KeysetProof<TEntity> proof,
        PageRequest page,
        CancellationToken cancellationToken)
        where TEntity : class
    {
        if (!place.OfType<LongTextHash>().Any())
        {
            return place;
        }

        var row = Expression.Parameter(typeof(TEntity), "row");
        var isIt = proof.Parts.Zip(place).Where(p => p.First.IsKey).Select(p => p.First.Column.At(p.Second).Same(row)).Aggregate(Expression.AndAlso);
        var last = await KeysetSource.Unfiltered(rows)
            .Where(Expression.Lambda<Func<TEntity, bool>>(isIt, row))
            .FirstOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false)
            ?? throw page.ExpiredToken();
        return [.. proof.Parts.Zip(place, (part, value) => value is not LongTextHash hash ? value
            : part.ValueOf(last) is var text && hash.IsOf(text) ? text
            : throw page.ExpiredToken())];
    }
}
