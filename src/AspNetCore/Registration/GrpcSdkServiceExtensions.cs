using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using GrpcSdk;
using GrpcSdk.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// What the generated <c>AddGrpcSdkServices</c> and <c>MapGrpcSdkServices</c> call. Use those; call these only to
/// register by hand a service that generated code can not see.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public static class GrpcSdkServiceExtensions
{
    /// <summary>Adds gRPC and what <c>UseGrpcSdk</c> needs. May be called several times.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Options of all gRPC services, as of <c>AddGrpc</c>.</param>
    public static IGrpcServerBuilder AddGrpcSdk(this IServiceCollection services, Action<GrpcServiceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GrpcCallMetrics>();
        services.TryAddSingleton<IGrpcParentCallAccessor, ServerParentCallAccessor>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, UniqueHeaders>());
        AnswerRefusalsInGrpc(services);
        return configure is null ? services.AddGrpc() : services.AddGrpc(configure);
    }

    /// <summary>Gives a service its list of interceptors. A second call for the same service changes nothing.</summary>
    /// <typeparam name="TService">The service implementation.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="plan">Adds the interceptors, outermost first.</param>
    /// <remarks>
    /// The list is added after all <c>AddServiceOptions</c> of the application, whose settings survive; interceptors
    /// that the application adds there, or in <c>AddGrpc</c>, run outside of the list.
    /// </remarks>
    public static IServiceCollection AddGrpcSdkService<TService>(this IServiceCollection services, Action<GrpcServicePlan<TService>> plan)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(plan);
        foreach (var descriptor in services)
        {
            if (descriptor.ServiceType == typeof(GrpcServicePlan<TService>))
            {
                return services;
            }
        }

        var declared = new GrpcServicePlan<TService>(services);
        plan(declared);
        return services
            .AddSingleton(declared)
            .AddSingleton<IPostConfigureOptions<GrpcServiceOptions<TService>>>(declared);
    }

    /// <summary>Maps a service and writes the plan of each method (<see cref="GrpcMethodPlan"/>) into its endpoint.</summary>
    /// <typeparam name="TService">The service implementation.</typeparam>
    /// <param name="endpoints">The endpoints of the application.</param>
    /// <exception cref="InvalidOperationException">The service was not added with <see cref="AddGrpcSdkService{TService}"/>.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcSdkService<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)] TService>(
        this IEndpointRouteBuilder endpoints)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var plan = endpoints.ServiceProvider.GetService<GrpcServicePlan<TService>>()
            ?? throw new InvalidOperationException(
                $"'{typeof(TService)}' is mapped but not registered. Call services.AddGrpcSdkServices() before the application is built.");

        var builder = endpoints.MapGrpcService<TService>();
        builder.Add(plan.Describe);
        return builder;
    }

    // An application's own handler stays; the default one knows nothing of gRPC.
    private static void AnswerRefusalsInGrpc(IServiceCollection services)
    {
        var existing = services.LastOrDefault(service => service.ServiceType == typeof(IAuthorizationMiddlewareResultHandler));
        if (existing is null || existing.ImplementationType == typeof(AuthorizationMiddlewareResultHandler))
        {
            services.Replace(ServiceDescriptor.Singleton<IAuthorizationMiddlewareResultHandler, GrpcAuthorizationResultHandler>());
        }
    }
}
