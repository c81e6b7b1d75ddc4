using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk;

/// <summary>
/// Puts a server interceptor around every service of the assembly, every method of a service, or one method,
/// depending on what the attribute stands on.
/// </summary>
/// <typeparam name="TInterceptor">The interceptor. It is built by generated code from its public constructor.</typeparam>
/// <remarks>
/// Generated code flattens the declarations of all three levels into one list per service, ordered by
/// <see cref="Order"/>. When the same interceptor is declared at several levels, the innermost declaration
/// (method, then service, then assembly) decides its order and whether it runs at all.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class GrpcInterceptorAttribute<TInterceptor> : Attribute
    where TInterceptor : Interceptor
{
    /// <summary>The position in the chain: a smaller number is further outside and runs earlier. Default 0.</summary>
    public int Order { get; set; }

    /// <summary>
    /// <see langword="false"/> takes the interceptor, declared at an outer level, off this service or method. Default <see langword="true"/>.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// How long one instance lives. Default <see cref="ServiceLifetime.Singleton"/>; take
    /// <see cref="ServiceLifetime.Scoped"/> when the constructor asks for scoped services such as a <c>DbContext</c>.
    /// A registration of the interceptor that the application made itself wins.
    /// </summary>
    public ServiceLifetime Lifetime { get; set; } = ServiceLifetime.Singleton;
}
