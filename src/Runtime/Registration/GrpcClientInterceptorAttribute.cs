using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk;

/// <summary>Puts a client interceptor around every client that the assembly names with <see cref="GrpcClientAttribute{TClient}"/>.</summary>
/// <typeparam name="TInterceptor">The interceptor. It is built by generated code from its public constructor.</typeparam>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GrpcClientInterceptorAttribute<TInterceptor> : Attribute
    where TInterceptor : Interceptor
{
    /// <summary>The position in the chain: a smaller number is further outside and runs earlier. Default 0.</summary>
    public int Order { get; set; }

    /// <summary>How long one instance lives. Default <see cref="ServiceLifetime.Singleton"/>.</summary>
    public ServiceLifetime Lifetime { get; set; } = ServiceLifetime.Singleton;
}

/// <summary>Puts a client interceptor around one client that the assembly names with <see cref="GrpcClientAttribute{TClient}"/>.</summary>
/// <typeparam name="TInterceptor">The interceptor. It is built by generated code from its public constructor.</typeparam>
/// <typeparam name="TClient">The client that it stands around.</typeparam>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GrpcClientInterceptorAttribute<TInterceptor, TClient> : Attribute
    where TInterceptor : Interceptor
    where TClient : ClientBase
{
    /// <inheritdoc cref="GrpcClientInterceptorAttribute{TInterceptor}.Order"/>
    public int Order { get; set; }

    /// <inheritdoc cref="GrpcClientInterceptorAttribute{TInterceptor}.Lifetime"/>
    public ServiceLifetime Lifetime { get; set; } = ServiceLifetime.Singleton;
}
