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
    /// <param name="order">The declared order, kept for the reader.</param>
    public GrpcServicePlan<TService> Add<[DynamicallyAccessedMembers(InterceptorMembers)] TInterceptor>(int order)
        where TInterceptor : Interceptor
    {
        _slots.Add(new Slot(typeof(TInterceptor), methods: null, static (list, _) => list.Add<TInterceptor>(), static _ => { }));
        return this;
    }

    /// <summary>Adds the next interceptor inwards, around some methods only; on the others it is skipped without being built.</summary>
    /// <typeparam name="TInterceptor">The interceptor, registered in the service collection.</typeparam>
    /// <param name="order">The declared order, kept for the reader.</param>
    /// <param name="methods">The names of the methods, as in the .proto file.</param>
    public GrpcServicePlan<TService> Add<[DynamicallyAccessedMembers(InterceptorMembers)] TInterceptor>(
        int order,
        params string[] methods)
        where TInterceptor : Interceptor
    {
        _slots.Add(new Slot(
            typeof(TInterceptor),
            new HashSet<string>(methods, StringComparer.Ordinal),
            static (list, slot) => list.Add<MethodScopedInterceptor<TInterceptor>>(slot),
            static services => services.TryAddSingleton<
                IGrpcInterceptorActivator<MethodScopedInterceptor<TInterceptor>>,
                MethodScopedInterceptorActivator<TInterceptor>>()));
        return this;
    }

    // Loops here and below instead of LINQ: each generic method over a struct is compiled anew at every start.
    internal void Register(IServiceCollection services)
    {
        foreach (var slot in _slots)
        {
            slot.Register(services);
        }
    }

    internal void AddTo(InterceptorCollection interceptors)
    {
        for (var slot = 0; slot < _slots.Count; slot++)
        {
            _slots[slot].AddTo(interceptors, slot);
        }
    }

    internal GrpcMethodPlan ForMethod(string fullName, string name)
    {
        var runs = new bool[_slots.Count];
        var interceptors = new List<Type>(_slots.Count);
        for (var slot = 0; slot < _slots.Count; slot++)
        {
            if (_slots[slot].Methods?.Contains(name) ?? true)
            {
                runs[slot] = true;
                interceptors.Add(_slots[slot].Interceptor);
            }
        }

        return new GrpcMethodPlan(fullName, runs, interceptors);
    }

    private sealed class Slot(Type interceptor, HashSet<string>? methods, Action<InterceptorCollection, object> addTo, Action<IServiceCollection> register)
    {
        public Type Interceptor => interceptor;

        public HashSet<string>? Methods => methods;

        public Action<InterceptorCollection, object> AddTo => addTo;

        public Action<IServiceCollection> Register => register;
    }
}
