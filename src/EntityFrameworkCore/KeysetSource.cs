// Where the rows of a query come from. A walk over pages is complete only over rows that the model tells apart: those of
// one entity, each at most once, filtered and projected at most.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>The entity that a query reads, and what it makes of each row.</summary>
internal sealed class KeysetSource
{
    // They leave rows out, load more of them or say how to read them; they never return one twice.
    private static readonly HashSet<string> Harmless =
    [
        nameof(Queryable.Where), nameof(Queryable.Distinct), nameof(Queryable.AsQueryable),
        nameof(Queryable.OrderBy), nameof(Queryable.OrderByDescending), nameof(Queryable.ThenBy), nameof(Queryable.ThenByDescending),
        nameof(EntityFrameworkQueryableExtensions.Include), nameof(EntityFrameworkQueryableExtensions.ThenInclude),
        nameof(EntityFrameworkQueryableExtensions.AsTracking), nameof(EntityFrameworkQueryableExtensions.AsNoTracking),
        nameof(EntityFrameworkQueryableExtensions.AsNoTrackingWithIdentityResolution),
        nameof(EntityFrameworkQueryableExtensions.IgnoreAutoIncludes), nameof(EntityFrameworkQueryableExtensions.IgnoreQueryFilters),
        nameof(EntityFrameworkQueryableExtensions.TagWith), nameof(EntityFrameworkQueryableExtensions.TagWithCallSite),
        nameof(RelationalQueryableExtensions.AsSplitQuery), nameof(RelationalQueryableExtensions.AsSingleQuery),
    ];

    private static readonly Type[] Operators = [typeof(Queryable), typeof(EntityFrameworkQueryableExtensions), typeof(RelationalQueryableExtensions)];

    private readonly List<LambdaExpression> _projections = [];

    private KeysetSource(IEntityType entity) => Entity = entity;

    /// <summary>The entity whose rows are read.</summary>
    public IEntityType Entity { get; private set; }

    /// <summary>What <c>Select</c> makes of each row, the last one first.</summary>
    public IEnumerable<LambdaExpression> Projections => Enumerable.Reverse(_projections);

    /// <summary>Whether the rows are the entity's own.</summary>
    public bool IsPlain => _projections.Count == 0;

    /// <exception cref="InvalidOperationException">The query may return a row twice, or nobody knows what its rows are.</exception>
    public static KeysetSource Of(Expression query) => query switch
    {
        EntityQueryRootExpression root when root.GetType() == typeof(EntityQueryRootExpression) => new(root.EntityType),
        EntityQueryRootExpression root => throw Unproved(
            $"it reads {root.EntityType.DisplayName()} by SQL or a function of yours, which may return a row twice",
            "page the set itself and put what you have into its filter: Where(row => found.Select(f => f.Id).Contains(row.Id))"),
        MethodCallExpression { Object: null, Arguments.Count: > 0 } call when Operators.Contains(call.Method.DeclaringType) => Of(call.Arguments[0]).Through(call),
        _ => throw Unproved("it is not made of a DbSet and operators of EF Core", "start at a DbSet"),
    };

    /// <summary>The same rows without the filters, for finding a row again that a filter leaves out by now.</summary>
    public static IQueryable<TEntity> Unfiltered<TEntity>(IQueryable<TEntity> rows)
        where TEntity : class =>
        rows.Provider.CreateQuery<TEntity>(new WithoutFilters().Visit(rows.Expression)).IgnoreQueryFilters();

    private static InvalidOperationException Unproved(string reason, string remedy) =>
        new($"The rows of this query cannot be paged by keyset, because {reason}, so that pages could skip or repeat some: {remedy}.");

    private KeysetSource Through(MethodCallExpression call)
    {
        switch (call.Method.Name)
        {
            case nameof(Queryable.OfType) or nameof(Queryable.Cast):
                Narrow(call.Method.GetGenericArguments()[0]);
                return this;
            case nameof(Queryable.Select) when Lambda(call.Arguments[1]) is { Parameters.Count: 1 } projection:
                _projections.Add(projection);
                return this;
            case var name when Harmless.Contains(name):
                return this;
            default:
                throw Unproved(
                    $"{call.Method.Name} may change which rows there are, or return one twice",
                    "page the entity itself, filter it with Where (row => others.Any(…) for a join), and limit the number of items in the page's size");
        }
    }

    // OfType<T> of a base type leaves all rows.
    private void Narrow(Type type)
    {
        if (!IsPlain || type.IsAssignableFrom(Entity.ClrType))
        {
            return;
        }

        Entity = Entity.GetDerivedTypes().FirstOrDefault(derived => derived.ClrType == type)
            ?? throw Unproved($"{type.Name} is no entity of the model that derives from {Entity.DisplayName()}", "filter with Where instead of OfType");
    }

    private static LambdaExpression? Lambda(Expression argument) => argument is UnaryExpression { NodeType: ExpressionType.Quote } quote ? quote.Operand as LambdaExpression : null;

    /// <summary>Takes the filters away along the query itself, not inside them or a projection.</summary>
    private sealed class WithoutFilters : ExpressionVisitor
    {
        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (!Operators.Contains(node.Method.DeclaringType))
            {
                return node;
            }

            var source = Visit(node.Arguments[0]);
            return node.Method.Name == nameof(Queryable.Where) ? source : node.Update(null, [source, .. node.Arguments.Skip(1)]);
        }

        protected override Expression VisitExtension(Expression node) => node;
    }
}
