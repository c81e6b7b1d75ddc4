// Programs that use generated registration; the attributes and the generated methods stand in the source.
namespace GrpcSdk.Analyzers.Tests.Harness;

internal static class RegistrationSources
{
    public const string Declarations = """
        namespace GrpcSdk
        {
            [AttributeUsage(AttributeTargets.Class)]
            public sealed class GrpcServiceAttribute : Attribute;

            [AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
            public sealed class GrpcInterceptorAttribute<T> : Attribute
                where T : Interceptor
            {
                public int Order { get; set; }

                public ServiceLifetime Lifetime { get; set; }
            }

            public static class Generated
            {
                public static void AddGrpcSdkServices(this IServiceCollection services, Action<Grpc.AspNetCore.Server.GrpcServiceOptions>? configure = null) => services.AddGrpc();

                public static void MapGrpcSdkServices(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints) { }

                public static void UseGrpcSdk(this IApplicationBuilder app) { }
            }
        }
        """;

    public static string Program(string statements, string types, string attributes = "") => $$"""
        #nullable enable
        using GrpcSdk;
        using Microsoft.AspNetCore.Authorization;

        {{attributes}}

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        {{statements}}

        {{types}}

        {{Declarations}}
        """;
}
