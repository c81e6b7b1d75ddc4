using System.Linq.Expressions;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>One column of a keyset order.</summary>
internal abstract class KeysetColumn<TEntity>
{
    /// <summary>The mapped property, or null for a computed column.</summary>
    public abstract string? PropertyName { get; }

    public abstract IOrderedQueryable<TEntity> Sort(IQueryable<TEntity> rows);

    public abstract IOrderedQueryable<TEntity> ThenSort(IOrderedQueryable<TEntity> rows);

    public abstract void Write(BinaryWriter writer, TEntity row);

    public abstract KeysetPlace Read(BinaryReader reader);
}

/// <summary>A column of a known type.</summary>
internal sealed class KeysetColumn<TEntity, TColumn> : KeysetColumn<TEntity>
{
    private readonly Expression<Func<TEntity, TColumn>> _column;
    private readonly bool _descending;
    private readonly Func<TEntity, TColumn> _valueOf;

    public KeysetColumn(Expression<Func<TEntity, TColumn>> column, bool descending)
    {
        ArgumentNullException.ThrowIfNull(column);
        CursorValue.EnsureSupported(typeof(TColumn), column);
        _column = column;
        _descending = descending;
        _valueOf = column.Compile();
    }

    public override string? PropertyName => _column.Body is MemberExpression { Expression: ParameterExpression } member ? member.Member.Name : null;

    public override IOrderedQueryable<TEntity> Sort(IQueryable<TEntity> rows) =>
        _descending ? rows.OrderByDescending(_column) : rows.OrderBy(_column);

    public override IOrderedQueryable<TEntity> ThenSort(IOrderedQueryable<TEntity> rows) =>
        _descending ? rows.ThenByDescending(_column) : rows.ThenBy(_column);

    public override void Write(BinaryWriter writer, TEntity row) =>
        CursorValue.Write(writer, _valueOf(row) ?? throw new InvalidOperationException($"The keyset column {_column} is null in a row; keyset columns must not be null."));

    public override KeysetPlace Read(BinaryReader reader) =>
        new KeysetPlace<TEntity, TColumn>(_column, _descending, (TColumn)CursorValue.Read(reader, typeof(TColumn)));

    public override string ToString() => _descending ? $"{_column} desc" : _column.ToString();
}

/// <summary>A column with the value that the last row of the page before had there.</summary>
internal abstract class KeysetPlace
{
    public abstract Expression Beyond(ParameterExpression row);

    public abstract Expression BeyondOrSame(ParameterExpression row);

    public abstract Expression Same(ParameterExpression row);
}

/// <summary>Compares a column of a known type.</summary>
internal sealed class KeysetPlace<TEntity, TColumn>(Expression<Func<TEntity, TColumn>> column, bool descending, TColumn value) : KeysetPlace
{
    // A member of a constant becomes a parameter of the query, so that the database and EF Core reuse their plans.
    private readonly MemberExpression _value = Expression.Property(Expression.Constant(new Holder { Value = value }), nameof(Holder.Value));

    public override Expression Beyond(ParameterExpression row) =>
        Compare(row, descending ? ExpressionType.LessThan : ExpressionType.GreaterThan);

    public override Expression BeyondOrSame(ParameterExpression row) =>
        Compare(row, descending ? ExpressionType.LessThanOrEqual : ExpressionType.GreaterThanOrEqual);

    public override Expression Same(ParameterExpression row) => Expression.Equal(Column(row), _value);

    // Text has no operators for order in C#; EF Core turns string.Compare into the database's own.
    private BinaryExpression Compare(ParameterExpression row, ExpressionType comparison) => typeof(TColumn) == typeof(string)
        ? Expression.MakeBinary(
            comparison,
            Expression.Call(typeof(string), nameof(string.Compare), null, Column(row), _value),
            Expression.Constant(0))
        : Expression.MakeBinary(comparison, Column(row), _value);

    private Expression Column(ParameterExpression row) => new Replace(column.Parameters[0], row).Visit(column.Body);

    private sealed class Holder
    {
        public required TColumn Value { get; init; }
    }

    private sealed class Replace(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
