using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>
/// The order of a keyset list: columns that are never null, a key of the entity among them, so that every row has one
/// place. Make it once and keep it in a static field; it is immutable. Each query proves it against its own model.
/// </summary>
/// <typeparam name="TEntity">The entity.</typeparam>
public sealed class KeysetOrder<TEntity>
    where TEntity : class
{
    private readonly IReadOnlyList<KeysetColumn<TEntity>> _columns;
    private readonly byte[] _signature;
    private readonly ConditionalWeakTable<IEntityType, KeysetProof<TEntity>> _proofs = [];

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

    /// <exception cref="InvalidOperationException">The model does not prove that the order gives each row of the query one place.</exception>
    internal KeysetProof<TEntity> Prove(KeysetSource source)
    {
        // A projection is an object of each query.
        if (!source.IsPlain)
        {
            return new(this, _columns, source);
        }

        if (!_proofs.TryGetValue(source.Entity, out var proof))
        {
            proof = new(this, _columns, source);
            _proofs.AddOrUpdate(source.Entity, proof);
        }

        return proof;
    }

    internal IQueryable<TEntity> Sort(IQueryable<TEntity> rows)
    {
        var sorted = _columns[0].Sort(rows);
        return _columns.Skip(1).Aggregate(sorted, static (soFar, column) => column.ThenSort(soFar));
    }

    /// <summary>The place of a row: the values of its columns.</summary>
    internal byte[] CursorOf(TEntity row, KeysetProof<TEntity> proof)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(_signature);
        foreach (var part in proof.Parts)
        {
            CursorValue.Write(writer, part.ValueOf(row), hashLong: !part.IsKey);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>The values of a cursor, with a <see cref="LongTextHash"/> for long text; null for one that this order did not make.</summary>
    internal object[]? Read(ReadOnlyMemory<byte> cursor)
    {
        if (!cursor.Span.StartsWith(_signature))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(cursor[SignatureBytes..].ToArray()));
        try
        {
            return [.. _columns.Select(column => CursorValue.Read(reader, column.Type))];
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or FormatException or IOException)
        {
            return null;
        }
    }

    /// <summary>The rows after a place.</summary>
    internal IQueryable<TEntity> After(IQueryable<TEntity> rows, object[] values) =>
        rows.Where(AfterAll([.. _columns.Zip(values, static (column, value) => column.At(value))]));

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
}
