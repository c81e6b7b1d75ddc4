// Puts an interceptor innermost around the service under test, for tests that need another one each.
using Grpc.AspNetCore.Server;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcSdk.AspNetCore.Tests.Harness;

internal static class ProbeInterceptors
{
    public static IServiceCollection AddGrpcSdkInterceptor<TInterceptor>(this IServiceCollection services)
        where TInterceptor : Interceptor =>
        services
            .AddSingleton<TInterceptor>()
            .PostConfigure<GrpcServiceOptions<ProbeApi>>(options => options.Interceptors.Add<TInterceptor>());
}
