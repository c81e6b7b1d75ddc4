using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.Client;

/// <summary>The interceptors of one client in the order in which they run, as generated code declares them.</summary>
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

    internal IReadOnlyList<Func<IServiceProvider, Interceptor>> Interceptors => _interceptors;
}
