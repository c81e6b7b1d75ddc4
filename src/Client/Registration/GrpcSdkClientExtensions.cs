using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Grpc.Net.ClientFactory;
using GrpcSdk.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What the generated <c>AddGrpcSdkClients</c> calls. Use that; call this only for a client that generated code can not see.</summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public static class GrpcSdkClientExtensions
{
    /// <summary>Adds a client, configured by the section <c>GrpcClients:{name}</c>.</summary>
    /// <typeparam name="TClient">The client that protoc wrote.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name of the registration and of the section.</param>
    /// <param name="configuration">The configuration of the application.</param>
    /// <param name="create">Builds the client.</param>
    /// <param name="configure">Called with the name and the builder of the client.</param>
    /// <param name="plan">Adds the interceptors, outermost first.</param>
    public static IHttpClientBuilder AddGrpcSdkClient<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TClient>(
        this IServiceCollection services,
        string name,
        IConfiguration configuration,
        Func<CallInvoker, TClient> create,
        Action<string, IHttpClientBuilder>? configure,
        Action<GrpcClientPlan> plan)
        where TClient : ClientBase
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(plan);
        var interceptors = new GrpcClientPlan();
        plan(interceptors);

        var section = configuration.GetSection(GrpcClientOptions.SectionName).GetSection(name);
        services.AddOptions<GrpcClientOptions>(name).Bind(section);
        var builder = services
            .AddGrpcClient<TClient>(name, (provider, client) => Configure(client, name, provider, interceptors))
            .ConfigureGrpcClientCreator(create);
        configure?.Invoke(name, builder);
        return builder;
    }

    private static void Configure(GrpcClientFactoryOptions client, string name, IServiceProvider provider, GrpcClientPlan plan)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<GrpcClientOptions>>().Get(name);
        client.Address = AddressOf(options, name);
        foreach (var interceptor in plan.Interceptors)
        {
            // Channel scope would keep one instance for ever, and with it every scoped service that it asked for.
            client.InterceptorRegistrations.Add(new InterceptorRegistration(InterceptorScope.Client, interceptor));
        }
    }

    private static Uri AddressOf(GrpcClientOptions options, string name) =>
        Uri.TryCreate(options.Address, UriKind.Absolute, out var address)
            ? address
            : throw new InvalidOperationException(
                $"The gRPC client '{name}' has no usable address ('{options.Address}'). Set {GrpcClientOptions.SectionName}:{name}:Address in the configuration to a URI such as https://localhost:5001.");
}
