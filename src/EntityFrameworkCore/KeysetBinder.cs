// What the model says of a keyset column: which mapped property it reads, and that it is never NULL.
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>What a column reads.</summary>
/// <param name="Property">The mapped property.</param>
/// <param name="IsOwn">Whether the column is this property of the queried entity itself, so that it may be part of its key.</param>
/// <param name="Readable">The column in terms that C# can compute on a row.</param>
internal sealed record KeysetBinding(IProperty Property, bool IsOwn, LambdaExpression Readable);

/// <summary>Finds the property of a column in the model of the queried entity.</summary>
internal static class KeysetBinder
{
    /// <exception cref="InvalidOperationException">The model does not prove that the column has a value in every row.</exception>
    public static KeysetBinding Bind(LambdaExpression column, KeysetSource source)
    {
        var (body, row) = (column.Body, column.Parameters[0]);
        foreach (var projection in source.Projections)
        {
            body = new Inlined(row, projection.Body).Visit(body);
            row = projection.Parameters[0];
        }

        var place = body is BinaryExpression { NodeType: ExpressionType.Coalesce, Conversion: null, Right: ConstantExpression { Value: not null } } coalesce
            ? coalesce.Left
            : body;
        if (Find(place, source) is not IProperty property)
        {
            throw Refused(
                column,
                source,
                "is no mapped property of it",
                "name a property (u => u.Name), also of a required complex or owned object (u => u.Address.City); map what is computed as a stored computed column");
        }

        if (place == body && property.IsNullable)
        {
            throw Refused(
                column,
                source,
                "may be NULL, and a comparison with NULL loses rows",
                "make it required, or give NULL a place among the values: u => u.Nick ?? \"\"");
        }

        return new(property, place == body && IsOfRow(place), Readable(column, source, property));
    }

    private static InvalidOperationException Refused(LambdaExpression column, KeysetSource source, string reason, string remedy) =>
        new($"{column} cannot be a keyset column of {source.Entity.DisplayName()}: it {reason}. Remedy: {remedy}.");

    // The entity, one of its parts that is always there, or a property.
    private static object? Find(Expression place, KeysetSource source)
    {
        switch (place)
        {
            case ParameterExpression:
                return source.Entity;
            // The same row as its base type or an interface; a cast down would be null for other rows.
            case UnaryExpression { NodeType: ExpressionType.Convert } cast when cast.Type.IsAssignableFrom(cast.Operand.Type) && !cast.Operand.Type.IsValueType:
                return Find(cast.Operand, source);
            // The value of a Nullable<T> is as nullable as its property.
            case MemberExpression { Expression: { } nullable, Member.Name: nameof(Nullable<>.Value) } when Nullable.GetUnderlyingType(nullable.Type) is not null:
                return Find(nullable, source);
            case MemberExpression { Expression: { } owner } member:
                return Part(Find(owner, source), member.Member.Name, source);
            case MethodCallExpression call when EfPropertyName(call) is { } name:
                return Part(Find(call.Arguments[0], source), name, source);
            default:
                return null;
        }
    }

    private static object? Part(object? owner, string name, KeysetSource source)
    {
        if (owner is not ITypeBase type)
        {
            return null;
        }

        if (type.FindProperty(name) is { } property)
        {
            return property;
        }

        if (type.FindComplexProperty(name) is { } complex)
        {
            return complex is { IsNullable: false, IsCollection: false } ? complex.ComplexType : null;
        }

        return (type as IEntityType)?.FindNavigation(name) is { IsCollection: false } navigation && IsAlwaysThere(navigation, source) ? navigation.TargetEntityType : null;
    }

    // Another entity is loaded only where somebody asks for it, so its columns can be read only from a projection.
    private static bool IsAlwaysThere(INavigation navigation, KeysetSource source) => navigation.IsOnDependent
        ? navigation.ForeignKey.IsRequired && !source.IsPlain
        : navigation.ForeignKey.IsRequiredDependent && (navigation.ForeignKey.IsOwnership || !source.IsPlain);

    private static bool IsOfRow(Expression place)
    {
        var owner = place is MemberExpression member ? member.Expression : ((MethodCallExpression)place).Arguments[0];
        while (owner is UnaryExpression { NodeType: ExpressionType.Convert } cast)
        {
            owner = cast.Operand;
        }

        return owner is ParameterExpression;
    }

    private static LambdaExpression Readable(LambdaExpression column, KeysetSource source, IProperty property)
    {
        var readable = new WithMembers(property);
        var body = readable.Visit(column.Body);
        return readable.HasFailed
            ? throw Refused(column, source, "is a shadow property, which cannot be read from a row", $"give {property.DeclaringType.DisplayName()} a property for it")
            : Expression.Lambda(body, column.Parameters);
    }

    private static string? EfPropertyName(MethodCallExpression call) =>
        call.Method is { Name: nameof(EF.Property), DeclaringType: { } type } && type == typeof(EF) && call.Arguments[1] is ConstantExpression { Value: string name } ? name : null;

    /// <summary>Puts what a projection makes in the place of its result: <c>dto.Id</c> becomes <c>user.Id</c>.</summary>
    private sealed class Inlined(ParameterExpression row, Expression made) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == row ? made : node;

        protected override Expression VisitMember(MemberExpression node)
        {
            var owner = Visit(node.Expression);
            return owner switch
            {
                MemberInitExpression init => init.Bindings.OfType<MemberAssignment>().FirstOrDefault(b => b.Member.Name == node.Member.Name)?.Expression ?? Lost(node),
                NewExpression { Members: { } members } made => members.Select(m => m.Name).ToList().IndexOf(node.Member.Name) is >= 0 and var i ? made.Arguments[i] : Lost(node),
                NewExpression => Lost(node),
                _ => node.Update(owner),
            };
        }

        // A member that the projection does not set reads no column.
        private static DefaultExpression Lost(MemberExpression node) => Expression.Default(node.Type);
    }

    /// <summary><c>EF.Property</c> has no meaning outside of queries: reads the member that is mapped.</summary>
    private sealed class WithMembers(IProperty property) : ExpressionVisitor
    {
        public bool HasFailed { get; private set; }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (EfPropertyName(node) is null)
            {
                return base.VisitMethodCall(node);
            }

            MemberInfo? member = property.IsIndexerProperty() ? null : property.PropertyInfo ?? (MemberInfo?)property.FieldInfo;
            HasFailed = member is null;
            return member is null ? node : Expression.Convert(Expression.MakeMemberAccess(Expression.Convert(node.Arguments[0], member.DeclaringType!), member), node.Type);
        }
    }
}
