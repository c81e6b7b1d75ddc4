// Prints the registration: the ordered lists as readable C#, and one factory per interceptor.
using GrpcSdk.Generators.Common;

namespace GrpcSdk.Generators.Registration;

/// <summary>Writes the generated registration of services and clients.</summary>
internal static class RegistrationEmitter
{
    public const string ServicesHint = "GrpcSdk.Services.g.cs";
    public const string ClientsHint = "GrpcSdk.Clients.g.cs";
    public const string EmbeddedHint = "GrpcSdk.Embedded.g.cs";

    // The compiler hides such a type from other assemblies, also from those that see the internals of this one: each
    // assembly has methods of the same names, and a call would be ambiguous.
    private const string Embedded = "[global::Microsoft.CodeAnalysis.Embedded]";

    private const string Services = "global::Microsoft.Extensions.DependencyInjection.IServiceCollection";

    /// <summary><c>AddGrpcSdkServices</c> and <c>MapGrpcSdkServices</c>.</summary>
    public static string EmitServices(ServerRegistration registration, bool isEmbedded)
    {
        var writer = SourceWriter.ForFile();
        writer.Line("using Microsoft.Extensions.DependencyInjection;");
        writer.Line("using Microsoft.Extensions.DependencyInjection.Extensions;");
        writer.Line();
        writer.Line("[assembly: global::GrpcSdk.AspNetCore.GrpcGeneratedServices(typeof(global::Microsoft.Extensions.DependencyInjection.GrpcSdkGeneratedServices))]");
        writer.Line();
        using (writer.Block("namespace Microsoft.Extensions.DependencyInjection"))
        {
            writer.Line("/// <summary>Registers the gRPC services of this assembly.</summary>");
            EmitMarks(writer, isEmbedded);
            using (writer.Block("internal static class GrpcSdkGeneratedServices"))
            {
                EmitAddServices(writer, registration);
            }
        }

        writer.Line();
        using (writer.Block("namespace Microsoft.AspNetCore.Builder"))
        {
            writer.Line("/// <summary>Maps the gRPC services of this assembly.</summary>");
            EmitMarks(writer, isEmbedded);
            using (writer.Block("internal static class GrpcSdkGeneratedEndpoints"))
            {
                EmitMapServices(writer, registration);
            }
        }

        return writer.ToString();
    }

    /// <summary><c>AddGrpcSdkClients</c>.</summary>
    public static string EmitClients(ClientRegistration registration, bool isEmbedded)
    {
        var writer = SourceWriter.ForFile();
        writer.Line("using Microsoft.Extensions.DependencyInjection;");
        writer.Line("using Microsoft.Extensions.DependencyInjection.Extensions;");
        writer.Line();
        using (writer.Block("namespace Microsoft.Extensions.DependencyInjection"))
        {
            writer.Line("/// <summary>Registers the gRPC clients that this assembly names.</summary>");
            EmitMarks(writer, isEmbedded);
            using (writer.Block("internal static class GrpcSdkGeneratedClients"))
            {
                EmitAddClients(writer, registration);
            }
        }

        return writer.ToString();
    }

    /// <summary>The attribute that hides types. Other generators may define it too: it is partial.</summary>
    public static string EmitEmbedded()
    {
        var writer = SourceWriter.ForFile();
        using (writer.Block("namespace Microsoft.CodeAnalysis"))
        {
            writer.Line("/// <summary>Hides a type from other assemblies, also from friends of this one.</summary>");
            writer.Line("internal sealed partial class EmbeddedAttribute : global::System.Attribute { }");
        }

        return writer.ToString();
    }

    private static void EmitMarks(SourceWriter writer, bool isEmbedded)
    {
        writer.Line(SourceWriter.GeneratedCode);
        if (isEmbedded)
        {
            writer.Line(Embedded);
        }
    }

    private static void EmitAddServices(SourceWriter writer, ServerRegistration registration)
    {
        writer.Line("""
            /// <summary>
            /// Adds gRPC and the services of this assembly, each with its interceptors in the order in which they run.
            /// </summary>
            /// <param name="services">The services of the application.</param>
            /// <param name="configure">Options of all gRPC services, as of <c>AddGrpc</c>.</param>
            """);
        using (writer.Block($"""
            public static global::Grpc.AspNetCore.Server.IGrpcServerBuilder AddGrpcSdkServices(
                this {Services} services,
                global::System.Action<global::Grpc.AspNetCore.Server.GrpcServiceOptions>? configure = null)
            """))
        {
            EmitFactories(writer, registration.Interceptors);
            foreach (var service in registration.Services)
            {
                EmitPlan(writer, $"services.AddGrpcSdkService<{service.Type}>(", service.Type, service.Entries);
            }

            writer.Line();
            writer.Line("return services.AddGrpcSdk(configure);");
        }
    }

    private static void EmitMapServices(SourceWriter writer, ServerRegistration registration)
    {
        writer.Line("""
            /// <summary>Maps the services of this assembly; call <c>UseGrpcSdk</c> too.</summary>
            /// <param name="endpoints">The endpoints of the application.</param>
            /// <returns>Adds conventions to all the services, for example <c>RequireHost</c>.</returns>
            """);
        using (writer.Block("""
            public static global::GrpcSdk.AspNetCore.GrpcServicesConventionBuilder MapGrpcSdkServices(
                this global::Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints)
            """))
        {
            writer.Line("return new global::GrpcSdk.AspNetCore.GrpcServicesConventionBuilder(");
            for (var i = 0; i < registration.Services.Count; i++)
            {
                var end = i == registration.Services.Count - 1 ? ");" : ",";
                writer.Line($"    endpoints.MapGrpcSdkService<{registration.Services[i].Type}>(){end}");
            }
        }
    }

    private static void EmitAddClients(SourceWriter writer, ClientRegistration registration)
    {
        writer.Line("""
            /// <summary>
            /// Adds the clients of this assembly, each configured by the section of its name below <c>GrpcClients</c>
            /// and with its interceptors in the order in which they run.
            /// </summary>
            /// <param name="services">The services of the application.</param>
            /// <param name="configuration">The configuration of the application.</param>
            /// <param name="configure">Called with the name and the builder of each client, for what configuration cannot say.</param>
            """);
        using (writer.Block($"""
            public static {Services} AddGrpcSdkClients(
                this {Services} services,
                global::Microsoft.Extensions.Configuration.IConfiguration configuration,
                global::System.Action<string, global::Microsoft.Extensions.DependencyInjection.IHttpClientBuilder>? configure = null)
            """))
        {
            EmitFactories(writer, registration.Interceptors);
            foreach (var client in registration.Clients)
            {
                EmitPlan(
                    writer,
                    $"services.AddGrpcSdkClient<{client.Type}>({CSharpName.Literal(client.Name)}, configuration, static invoker => new {client.Type}(invoker), configure, ",
                    client.Type,
                    client.Entries,
                    client.DescriptorOwner is { } owner ? $".Calls({owner}.Descriptor)" : null);
            }

            writer.Line();
            writer.Line("return services;");
        }
    }

    private static void EmitFactories(SourceWriter writer, EquatableArray<InterceptorRegistration> interceptors)
    {
        foreach (var (interceptor, lifetime) in interceptors)
        {
            var arguments = string.Join(",", interceptor.Arguments!.Value.Select(argument => $"\n    {argument.Name}: {Resolve(argument)}"));
            writer.Line($"services.TryAdd{lifetime}(static provider => new {interceptor.Type}({arguments}));");
        }

        if (interceptors.Count > 0)
        {
            writer.Line();
        }
    }

    private static string Resolve(ConstructorArgument argument) => (argument.Key, argument.IsOptional) switch
    {
        (null, false) => $"provider.GetRequiredService<{argument.Type}>()",
        (null, true) => $"provider.GetService<{argument.Type}>()",
        ({ } key, false) => $"provider.GetRequiredKeyedService<{argument.Type}>({key})",
        ({ } key, true) => $"provider.GetKeyedService<{argument.Type}>({key})",
    };

    private static void EmitPlan(SourceWriter writer, string call, string type, EquatableArray<PlanEntry> entries, string? first = null)
    {
        var steps = entries.Select(entry => $".Add<{entry.Interceptor.Type}>(order: {entry.Order}{MethodsOf(type, entry)})").ToList();
        if (first is not null)
        {
            steps.Insert(0, first);
        }

        writer.Line(steps.Count == 0
            ? $"{call}static _ => {{ }});"
            : $"{call}static plan => plan{string.Concat(steps.Select(step => $"\n    {step}"))});");
    }

    private static string MethodsOf(string type, PlanEntry entry) => entry.Methods is { } some
        ? string.Concat(some.Select(method => $", nameof({type}.{CSharpName.Escape(method)})"))
        : "";
}
