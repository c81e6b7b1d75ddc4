using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GrpcSdk.AspNetCore;

/// <summary>
/// The interceptors of one service in the order in which they run, as generated code declares them.
/// </summary>
/// <typeparam name="TService">The service implementation.</typeparam>
/// <remarks>
/// Written with fields, loops and as few methods as will do: each generic method is compiled anew at every start, which a
/// registration by hand does not pay for.
/// </remarks>
public sealed class GrpcServicePlan<TService> : IPostConfigureOptions<GrpcServiceOptions<TService>>
    where TService : class
{
    // What grpc-dotnet asks of the interceptors in its lists.
    private const DynamicallyAccessedMemberTypes InterceptorMembers =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods;

    private readonly List<Slot> _slots = [];
    private readonly IServiceCollection _services;

    internal GrpcServicePlan(IServiceCollection services) => _services = services;

    /// <summary>Adds the next interceptor inwards, around every method of the service.</summary>
    /// <typeparam name="TInterceptor">The interceptor, registered in the service collection.</typeparam>
    /// <param name="order">The declared order, kept for the reader.</param>
    public GrpcServicePlan<TService> Add<[DynamicallyAccessedMembers(InterceptorMembers)] TInterceptor>(int order)
        where TInterceptor : Interceptor
    {
        _slots.Add(new Slot(typeof(TInterceptor), typeof(TInterceptor), null));
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
        _slots.Add(new Slot(typeof(TInterceptor), typeof(MethodScopedInterceptor<TInterceptor>), new HashSet<string>(methods, StringComparer.Ordinal)));
        _services.TryAddSingleton<IGrpcInterceptorActivator<MethodScopedInterceptor<TInterceptor>>, MethodScopedInterceptorActivator<TInterceptor>>();
        return this;
    }

    /// <summary>Appends the list to the interceptors that the application added itself.</summary>
    void IPostConfigureOptions<GrpcServiceOptions<TService>>.PostConfigure(string? name, GrpcServiceOptions<TService> options)
    {
        for (var i = 0; i < _slots.Count; i++)
        {
            var slot = _slots[i];
            if (slot.Methods is null)
            {
                options.Interceptors.Add(slot.Registered);
            }
            else
            {
                options.Interceptors.Add(slot.Registered, i);
            }
        }
    }

    /// <summary>Writes the plan of a method into its endpoint.</summary>
    internal void Describe(EndpointBuilder endpoint)
    {
        foreach (var item in endpoint.Metadata)
        {
            if (item is GrpcMethodMetadata metadata)
            {
                endpoint.Metadata.Add(ForMethod(metadata.Method.FullName.TrimStart('/'), metadata.Method.Name));
                return;
            }
        }
    }

    private GrpcMethodPlan ForMethod(string fullName, string name)
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

    private sealed class Slot(
        Type interceptor,
        [DynamicallyAccessedMembers(InterceptorMembers)] Type registered,
        HashSet<string>? methods)
    {
        public readonly Type Interceptor = interceptor;

        [DynamicallyAccessedMembers(InterceptorMembers)]
        public readonly Type Registered = registered;

        public readonly HashSet<string>? Methods = methods;
    }
}
