using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.ClientFactory;
using GrpcSdk;
using GrpcSdk.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What the generated <c>AddGrpcSdkClients</c> calls. Use that; call this only for a client that generated code can not see.</summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public static class GrpcSdkClientExtensions
{
    /// <summary>Adds a client, configured by the section <c>GrpcClients:{name}</c> (<see cref="GrpcClientOptions"/>).</summary>
    /// <typeparam name="TClient">The client that protoc wrote.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name of the registration and of the section.</param>
    /// <param name="configuration">The configuration of the application.</param>
    /// <param name="create">Builds the client.</param>
    /// <param name="configure">Called with the name and the builder of the client.</param>
    /// <param name="plan">Adds the interceptors, outermost first.</param>
    /// <remarks>
    /// Around the interceptors of the plan stand the marking of errors (<see cref="DownstreamErrorInterceptor"/>),
    /// telemetry and deadlines, in this order. Settings that cannot work are refused with their names when the client is
    /// first made (<see cref="OptionsValidationException"/>); call <c>ValidateOnStart</c> on the options to have them refused when
    /// the host starts.
    /// </remarks>
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
        var declared = new GrpcClientPlan();
        plan(declared);
        var tries = new PerTryTimeout();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GrpcClientMetrics>();
        services.TryAddSingleton<DownstreamErrorInterceptor>();
        services.TryAddSingleton<ClientTelemetryInterceptor>();
#pragma warning disable IL2026, IL3050 // The call is intercepted by the binding generator; the suppressor in its version does not see that.
        services.AddOptions<GrpcClientOptions>(name).Bind(configuration.GetSection(GrpcClientOptions.SectionName).GetSection(name));
#pragma warning restore IL2026, IL3050
        services.AddSingleton<IValidateOptions<GrpcClientOptions>>(provider =>
            new GrpcClientOptionsValidator(name, declared.Service, provider.GetServices<ResolverFactory>()));

        var builder = services
            .AddGrpcClient<TClient>(name, (provider, client) => Configure(client, name, provider, declared, tries))
            .ConfigureGrpcClientCreator(create)
            .ConfigureChannel((provider, channel) => Configure(channel, OptionsOf(provider, name)))
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(OptionsOf(provider, name)))
            .ConfigureAdditionalHttpMessageHandlers((handlers, provider) => AddHandlers(handlers, provider, name, tries));
        configure?.Invoke(name, builder);
        return builder;
    }

    private static GrpcClientOptions OptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<GrpcClientOptions>>().Get(name);

    private static void Configure(GrpcClientFactoryOptions client, string name, IServiceProvider provider, GrpcClientPlan plan, PerTryTimeout tries)
    {
        var options = OptionsOf(provider, name);
        client.Address = AddressOf(options);
        Add(client, static services => services.GetRequiredService<DownstreamErrorInterceptor>());
        Add(client, static services => services.GetRequiredService<ClientTelemetryInterceptor>());
        Add(client, services => new ClientDeadlineInterceptor(
            options, tries, services.GetRequiredService<TimeProvider>(), services.GetService<IGrpcParentCallAccessor>()));
        foreach (var interceptor in plan.Interceptors)
        {
            Add(client, interceptor);
        }
    }

    // Channel scope would keep one instance for ever, and with it every scoped service that it asked for.
    private static void Add(GrpcClientFactoryOptions client, Func<IServiceProvider, Interceptor> interceptor) =>
        client.InterceptorRegistrations.Add(new InterceptorRegistration(InterceptorScope.Client, interceptor));

    private static void Configure(GrpcChannelOptions channel, GrpcClientOptions options)
    {
        channel.MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        channel.ServiceConfig = ServiceConfigBuilder.Build(options);
        if (options.Retry.IsOn)
        {
            // The default of 5 would silently cap what the service config says.
            channel.MaxRetryAttempts = options.Retry.MaxAttempts;
        }

        if (AddressOf(options).Scheme is not ("http" or "https"))
        {
            channel.Credentials = options.UseTls ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure;
        }
    }

    private static SocketsHttpHandler CreateHandler(GrpcClientOptions options) => new()
    {
        EnableMultipleHttp2Connections = options.EnableMultipleConnections,
        KeepAlivePingDelay = options.KeepAlivePingDelay,
        KeepAlivePingTimeout = options.KeepAlivePingTimeout,
        PooledConnectionIdleTimeout = options.ConnectionIdleTimeout,
    };

    private static void AddHandlers(IList<DelegatingHandler> handlers, IServiceProvider provider, string name, PerTryTimeout tries)
    {
        if (OptionsOf(provider, name).PerTryTimeout is { } timeout)
        {
            handlers.Add(new PerTryTimeoutHandler(tries, timeout, provider.GetRequiredService<TimeProvider>()));
        }
    }

    private static Uri AddressOf(GrpcClientOptions options) => new(options.Address!);
}
