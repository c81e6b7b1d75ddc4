using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>One column of a keyset order.</summary>
internal abstract class KeysetColumn<TEntity>
{
    public abstract LambdaExpression Expression { get; }

    public abstract Type Type { get; }

    public abstract IOrderedQueryable<TEntity> Sort(IQueryable<TEntity> rows);

    public abstract IOrderedQueryable<TEntity> ThenSort(IOrderedQueryable<TEntity> rows);

    /// <summary>Reads the column of a row; <paramref name="binding"/> is that of the query which returned it.</summary>
    public abstract Func<TEntity, object> Reader(KeysetBinding binding);

    /// <summary>The column with the value that a row has there.</summary>
    public abstract KeysetPlace At(object value);
}

/// <summary>A column of a known type.</summary>
internal sealed class KeysetColumn<TEntity, TColumn> : KeysetColumn<TEntity>
{
    private readonly Expression<Func<TEntity, TColumn>> _column;
    private readonly bool _descending;
    private readonly Lazy<Func<TEntity, TColumn>> _valueOf;

    public KeysetColumn(Expression<Func<TEntity, TColumn>> column, bool descending)
    {
        ArgumentNullException.ThrowIfNull(column);
        CursorValue.EnsureSupported(typeof(TColumn), column);
        _column = column;
        _descending = descending;
        _valueOf = new(column.Compile);
    }

    public override LambdaExpression Expression => _column;

    public override Type Type => typeof(TColumn);

    public override IOrderedQueryable<TEntity> Sort(IQueryable<TEntity> rows) =>
        _descending ? rows.OrderByDescending(_column) : rows.OrderBy(_column);

    public override IOrderedQueryable<TEntity> ThenSort(IOrderedQueryable<TEntity> rows) =>
        _descending ? rows.ThenByDescending(_column) : rows.ThenBy(_column);

    public override Func<TEntity, object> Reader(KeysetBinding binding)
    {
        // Compiled once for all queries, but for EF.Property, whose member the model names.
        var valueOf = binding.Readable.Body == _column.Body ? _valueOf : new(((Expression<Func<TEntity, TColumn>>)binding.Readable).Compile);
        return row => valueOf.Value(row)
            ?? throw new InvalidOperationException($"The keyset column {_column} is null in a row, although the model says that it never is.");
    }

    public override KeysetPlace At(object value) => new KeysetPlace<TEntity, TColumn>(_column, _descending, (TColumn)value);

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
