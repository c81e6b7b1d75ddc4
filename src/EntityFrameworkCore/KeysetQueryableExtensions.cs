using System.Linq.Expressions;
using GrpcSdk.AspNetCore.Paging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

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
    /// <param name="rows">The rows, filtered but not sorted; the filter must follow from the request alone.</param>
    /// <param name="page">What the client asks for.</param>
    /// <param name="order">The order; its columns should have an index.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The page: one query, for one row more than the page has.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The order does not contain a key or unique index of the entity.</exception>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the token is of another order than <paramref name="order"/>.</exception>
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
        if (FindEntityType(rows.Expression, typeof(TEntity)) is { } entity)
        {
            order.EnsureUnique(entity);
        }

        var rest = page.IsFirst ? rows : order.After(rows, page.Cursor) ?? throw page.InvalidToken();
        var found = await order.Sort(rest).Take(page.Size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (found.Count <= page.Size)
        {
            return new(found, "");
        }

        found.RemoveAt(page.Size);
        return new(found, page.NextToken(order.CursorOf(found[^1])));
    }

    private static IEntityType? FindEntityType(Expression query, Type type)
    {
        var finder = new EntityFinder(type);
        finder.Visit(query);
        return finder.Found;
    }

    private sealed class EntityFinder(Type type) : ExpressionVisitor
    {
        public IEntityType? Found { get; private set; }

        protected override Expression VisitExtension(Expression node)
        {
            if (node is EntityQueryRootExpression root)
            {
                Found ??= root.EntityType.ClrType == type ? root.EntityType : null;
                return node;
            }

            return base.VisitExtension(node);
        }
    }
}
