// The proof that a walk in an order over a query returns each row exactly once, by the model: no column is ever NULL, a key
// is among them, and a token for any row fits.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>A column as it is in one query.</summary>
/// <param name="Column">The column.</param>
/// <param name="ValueOf">Its value in a row.</param>
/// <param name="IsKey">Whether it is part of the key that finds a row again.</param>
internal sealed record KeysetPart<TEntity>(KeysetColumn<TEntity> Column, Func<TEntity, object> ValueOf, bool IsKey);

/// <summary>An order that is proved for the rows of an entity, or of a projection of it.</summary>
internal sealed class KeysetProof<TEntity>
    where TEntity : class
{
    private readonly KeysetOrder<TEntity> _order;
    private readonly long _maxBytes;
    private readonly string _longest = "";

    /// <exception cref="InvalidOperationException">It cannot be proved.</exception>
    public KeysetProof(KeysetOrder<TEntity> order, IReadOnlyList<KeysetColumn<TEntity>> columns, KeysetSource source)
    {
        _order = order;
        var bindings = columns.Select(column => KeysetBinder.Bind(column.Expression, source)).ToList();
        var own = bindings.Where(b => b.IsOwn).Select(b => b.Property).ToHashSet();
        var key = Keys(source.Entity).FirstOrDefault(own.IsSupersetOf) ?? throw NotUnique(source.Entity);
        Parts = [.. columns.Zip(bindings, (column, b) => new KeysetPart<TEntity>(column, column.Reader(b), b.IsOwn && key.Contains(b.Property)))];
        foreach (var (part, binding) in Parts.Zip(bindings))
        {
            var bytes = CursorValue.MaxBytes(part.Column.Type, MaxLength(binding.Property), part.IsKey);
            _longest = bytes > CursorValue.LongText + _maxBytes ? part.Column.ToString()! : _longest;
            _maxBytes += bytes;
        }
    }

    public IReadOnlyList<KeysetPart<TEntity>> Parts { get; }

    /// <exception cref="InvalidOperationException">A row may have a place that is too long for a token.</exception>
    public void EnsureFits(int maxBytes)
    {
        if (_maxBytes > maxBytes)
        {
            throw new InvalidOperationException(
                $"The keyset order ({_order}) can make page tokens that are longer than PageTokenOptions.MaxTokenLength: its cursor has up to {_maxBytes} bytes, and {maxBytes} fit. "
                + $"Set HasMaxLength on text that is part of the key{(_longest.Length > 0 ? $" ({_longest})" : "")}, or end the order with another key.");
        }
    }

    // A unique index is none: the model does not tell at run time whether it has a filter, or whether a base type shares it.
    private static IEnumerable<IReadOnlyList<IProperty>> Keys(IEntityType entity)
    {
        if (entity.FindPrimaryKey() is { } primary)
        {
            yield return primary.Properties;
        }

        // With a table for each concrete type only the primary key is unique across them.
        if (entity.GetMappingStrategy() != RelationalAnnotationNames.TpcMappingStrategy || !entity.GetDerivedTypes().Any())
        {
            foreach (var alternate in entity.GetKeys().Where(k => !k.IsPrimaryKey()))
            {
                yield return alternate.Properties;
            }
        }
    }

    private static int MaxLength(IProperty property) => property.GetMaxLength() ?? property.FindRelationalTypeMapping()?.Size ?? -1;

    private InvalidOperationException NotUnique(IEntityType entity) => new(
        $"The keyset order ({_order}) does not tell all rows of {entity.DisplayName()} apart, so that pages could skip or repeat some. "
        + (entity.FindPrimaryKey() is { } key
            ? $"End it with the primary key ({string.Join(", ", key.Properties.Select(p => p.Name))}). A unique index is not enough: it may have a filter."
            : "It has no key in the model: give it one with HasKey."));
}
