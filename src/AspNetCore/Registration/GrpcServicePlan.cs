using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// The interceptors of one service in the order in which they run, as generated code declares them.
/// </summary>
/// <typeparam name="TService">The service implementation.</typeparam>
public sealed class GrpcServicePlan<TService>
    where TService : class
{
    // What grpc-dotnet asks of the interceptors in its lists.
    private const DynamicallyAccessedMemberTypes InterceptorMembers =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods;

    private readonly List<Slot> _slots = [];

    /// <summary>Adds the next interceptor inwards, around every method of the service.</summary>
    /// <typeparam name="TInterceptor">The interceptor, registered in the service collection.</typeparam>
    /// <param name="order">The declared order, kept for diagnostics.</param>
    public GrpcServicePlan<TService> Add<[DynamicallyAccessedMembers(InterceptorMembers)] TInterceptor>(int order)
        where TInterceptor : Interceptor
    {
        _slots.Add(new Slot(typeof(TInterceptor), order, Methods: null, static (list, _) => list.Add<TInterceptor>(), static _ => { }));
        return this;
    }

    /// <summary>Adds the next interceptor inwards, around some methods only; on the others it is skipped without being built.</summary>
    /// <typeparam name="TInterceptor">The interceptor, registered in the service collection.</typeparam>
    /// <param name="order">The declared order, kept for diagnostics.</param>
    /// <param name="methods">The names of the methods, as in the .proto file.</param>
    public GrpcServicePlan<TService> Add<[DynamicallyAccessedMembers(InterceptorMembers)] TInterceptor>(
        int order,
        params string[] methods)
        where TInterceptor : Interceptor
    {
        _slots.Add(new Slot(
            typeof(TInterceptor),
            order,
            methods.ToHashSet(StringComparer.Ordinal),
            static (list, slot) => list.Add<MethodScopedInterceptor<TInterceptor>>(slot),
            static services => services.TryAddSingleton<
                IGrpcInterceptorActivator<MethodScopedInterceptor<TInterceptor>>,
                MethodScopedInterceptorActivator<TInterceptor>>()));
        return this;
    }

    internal void Register(IServiceCollection services) => _slots.ForEach(slot => slot.Register(services));

    internal void AddTo(InterceptorCollection interceptors)
    {
        for (var slot = 0; slot < _slots.Count; slot++)
        {
            _slots[slot].AddTo(interceptors, slot);
        }
    }

    internal GrpcMethodPlan ForMethod(string fullName, string name) => new(
        fullName,
        [.. _slots.Select(slot => slot.Methods?.Contains(name) ?? true)],
        [.. _slots.Where(slot => slot.Methods?.Contains(name) ?? true).Select(slot => slot.Interceptor)]);

    private sealed record Slot(Type Interceptor, int Order, HashSet<string>? Methods, Action<InterceptorCollection, object> AddTo, Action<IServiceCollection> Register);
}
