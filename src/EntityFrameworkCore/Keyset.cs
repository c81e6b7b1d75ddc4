using System.Linq.Expressions;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>
/// Starts the order of a list that is paged by keyset: a page starts after the last row of the one before it, found
/// through an index, and never by OFFSET, which skips and repeats rows when others come and go.
/// </summary>
/// <example><code>static readonly KeysetOrder&lt;User&gt; ByName = Keyset.Ascending((User u) =&gt; u.Name).ThenAscending(u =&gt; u.Id);</code></example>
public static class Keyset
{
    /// <summary>Sorts by a column, smallest first.</summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <typeparam name="TColumn">The column's type; never null.</typeparam>
    /// <param name="column">The column.</param>
    /// <returns>The order so far.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="column"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The type cannot be a keyset column.</exception>
    public static KeysetOrder<TEntity> Ascending<TEntity, TColumn>(Expression<Func<TEntity, TColumn>> column)
        where TEntity : class => new KeysetOrder<TEntity>([]).ThenAscending(column);

    /// <summary>Sorts by a column, largest first.</summary>
    /// <typeparam name="TEntity">The entity.</typeparam>
    /// <typeparam name="TColumn">The column's type; never null.</typeparam>
    /// <param name="column">The column.</param>
    /// <returns>The order so far.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="column"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The type cannot be a keyset column.</exception>
    public static KeysetOrder<TEntity> Descending<TEntity, TColumn>(Expression<Func<TEntity, TColumn>> column)
        where TEntity : class => new KeysetOrder<TEntity>([]).ThenDescending(column);
}
