using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace GrpcSdk.Client;

/// <summary>The service that a client calls and its interceptors in the order in which they run, as generated code declares them.</summary>
public sealed class GrpcClientPlan
{
    private readonly List<Func<IServiceProvider, Interceptor>> _interceptors = [];

    /// <summary>Adds the next interceptor inwards.</summary>
    /// <typeparam name="TInterceptor">The interceptor, registered in the service collection.</typeparam>
    /// <param name="order">The declared order, kept for the reader.</param>
    public GrpcClientPlan Add<TInterceptor>(int order)
        where TInterceptor : Interceptor
    {
        _interceptors.Add(static services => services.GetRequiredService<TInterceptor>());
        return this;
    }

    /// <summary>Says which service the client calls, so that settings which name its methods can be checked.</summary>
    /// <param name="service">The service's descriptor: <c>UserService.Descriptor</c>.</param>
    public GrpcClientPlan Calls(ServiceDescriptor service)
    {
        Service = service;
        return this;
    }

    internal ServiceDescriptor? Service { get; private set; }

    internal IReadOnlyList<Func<IServiceProvider, Interceptor>> Interceptors => _interceptors;
}
