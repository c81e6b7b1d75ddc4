using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>
/// The order of a keyset list: columns that are never null and together unique, so that every row has one place. Make it
/// once and keep it in a static field; it is immutable.
/// </summary>
/// <typeparam name="TEntity">The entity.</typeparam>
public sealed class KeysetOrder<TEntity>
    where TEntity : class
{
    private readonly IReadOnlyList<KeysetColumn<TEntity>> _columns;
    private readonly byte[] _signature;
    private readonly ConcurrentDictionary<IEntityType, bool> _unique = new();

    internal KeysetOrder(IReadOnlyList<KeysetColumn<TEntity>> columns)
    {
        _columns = columns;
        _signature = SHA256.HashData(Encoding.UTF8.GetBytes(ToString()))[..SignatureBytes];
    }

    private static int SignatureBytes => 4;

    /// <summary>Sorts rows that are equal so far by another column, smallest first.</summary>
    /// <typeparam name="TColumn">The column's type; never null.</typeparam>
    /// <param name="column">The column.</param>
    /// <returns>The longer order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="column"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The type cannot be a keyset column.</exception>
    public KeysetOrder<TEntity> ThenAscending<TColumn>(Expression<Func<TEntity, TColumn>> column) =>
        new([.. _columns, new KeysetColumn<TEntity, TColumn>(column, descending: false)]);

    /// <summary>Sorts rows that are equal so far by another column, largest first.</summary>
    /// <typeparam name="TColumn">The column's type; never null.</typeparam>
    /// <param name="column">The column.</param>
    /// <returns>The longer order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="column"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The type cannot be a keyset column.</exception>
    public KeysetOrder<TEntity> ThenDescending<TColumn>(Expression<Func<TEntity, TColumn>> column) =>
        new([.. _columns, new KeysetColumn<TEntity, TColumn>(column, descending: true)]);

    /// <summary>The columns as text, such as <c>u => u.Name, u => u.Id desc</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(", ", _columns);

    /// <exception cref="InvalidOperationException">No key or unique index of the entity is among the columns.</exception>
    internal void EnsureUnique(IEntityType entity)
    {
        if (!_unique.GetOrAdd(entity, IsUnique))
        {
            throw new InvalidOperationException(
                $"The keyset order ({this}) does not tell all rows of {entity.DisplayName()} apart, so that pages could skip or repeat some. "
                + $"End it with the primary key ({string.Join(", ", entity.FindPrimaryKey()?.Properties.Select(p => p.Name) ?? [])}).");
        }
    }

    internal IQueryable<TEntity> Sort(IQueryable<TEntity> rows)
    {
        var sorted = _columns[0].Sort(rows);
        return _columns.Skip(1).Aggregate(sorted, static (soFar, column) => column.ThenSort(soFar));
    }

    /// <summary>The place of a row: the values of its columns.</summary>
    internal byte[] CursorOf(TEntity row)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(_signature);
        foreach (var column in _columns)
        {
            column.Write(writer, row);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>The rows after a place; null for a cursor that this order did not make.</summary>
    internal IQueryable<TEntity>? After(IQueryable<TEntity> rows, ReadOnlyMemory<byte> cursor)
    {
        if (!cursor.Span.StartsWith(_signature))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(cursor[SignatureBytes..].ToArray()));
        try
        {
            var places = _columns.Select(column => column.Read(reader)).ToList();
            return rows.Where(AfterAll(places));
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or FormatException or IOException)
        {
            return null;
        }
    }

    // (a >= x) and (a > x or (a == x and (b > y or …))): the first part lets the database seek in an index.
    private static Expression<Func<TEntity, bool>> AfterAll(List<KeysetPlace> places)
    {
        var row = Expression.Parameter(typeof(TEntity), "row");
        Expression? after = null;
        for (var i = places.Count - 1; i >= 0; i--)
        {
            var place = places[i];
            var beyond = place.Beyond(row);
            after = after is null ? beyond : Expression.OrElse(beyond, Expression.AndAlso(place.Same(row), after));
        }

        return Expression.Lambda<Func<TEntity, bool>>(
            places.Count == 1 ? after! : Expression.AndAlso(places[0].BeyondOrSame(row), after!),
            row);
    }

    private bool IsUnique(IEntityType entity)
    {
        var names = _columns.Select(c => c.PropertyName).ToHashSet();
        var keys = entity.GetKeys().Select(k => k.Properties).Concat(entity.GetIndexes().Where(i => i.IsUnique).Select(i => i.Properties));
        return keys.Any(properties => properties.All(p => names.Contains(p.Name)));
    }
}
