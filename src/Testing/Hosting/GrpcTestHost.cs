// A whole gRPC server in memory, for integration tests of services with their interceptors and their container.
using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcSdk.Testing;

/// <summary>
/// An ASP.NET Core host on a <see cref="TestServer"/>, with a channel to it: real server, real client, no socket.
/// An application with a <c>Program</c> of its own is better served by <c>WebApplicationFactory</c> and
/// <see cref="TestServerGrpcExtensions.CreateGrpcChannel"/>.
/// </summary>
public sealed class GrpcTestHost : IAsyncDisposable
{
    // What MapGrpcService asks of a service type.
    private const DynamicallyAccessedMemberTypes ServiceMembers =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    private readonly WebApplication _application;

    private GrpcTestHost(WebApplication application)
    {
        _application = application;
        Channel = application.GetTestServer().CreateGrpcChannel();
    }

    /// <summary>A channel to the server.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _application.Services;

    /// <summary>Starts a server with one service.</summary>
    /// <typeparam name="TService">The service class.</typeparam>
    /// <param name="configureServices">Adds what the service needs.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<GrpcTestHost> StartServiceAsync<[DynamicallyAccessedMembers(ServiceMembers)] TService>(
        Action<IServiceCollection>? configureServices = null,
        CancellationToken cancellationToken = default)
        where TService : class =>
        StartAsync(
            services =>
            {
                services.AddGrpc();
                configureServices?.Invoke(services);
            },
            static application => application.MapGrpcService<TService>(),
            cancellationToken);

    /// <summary>Starts a server as an application would configure it.</summary>
    /// <param name="configureServices">Adds services; among them <c>AddGrpc()</c>.</param>
    /// <param name="configure">Adds middleware and endpoints.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<GrpcTestHost> StartAsync(
        Action<IServiceCollection> configureServices,
        Action<WebApplication> configure,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configureServices);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        // Tests that want logs add a provider; a console full of requests helps nobody.
        builder.Logging.ClearProviders();
        configureServices(builder.Services);
        var application = builder.Build();
        configure(application);
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        return new GrpcTestHost(application);
    }

    /// <summary>Creates a client.</summary>
    /// <typeparam name="TClient">The generated client class.</typeparam>
    /// <param name="create">Its constructor: <c>invoker =&gt; new UserServiceClient(invoker)</c>.</param>
    public TClient CreateClient<TClient>(Func<CallInvoker, TClient> create)
        where TClient : ClientBase
    {
        ArgumentNullException.ThrowIfNull(create);
        return create(Channel.CreateCallInvoker());
    }

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>gRPC on test servers.</summary>
public static class TestServerGrpcExtensions
{
    /// <summary>A channel to a test server, for example <c>factory.Server.CreateGrpcChannel()</c> of a <c>WebApplicationFactory</c>.</summary>
    /// <param name="server">The server.</param>
    /// <param name="configure">Changes the channel's options; its handler is set already.</param>
    public static GrpcChannel CreateGrpcChannel(this TestServer server, Action<GrpcChannelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        var options = new GrpcChannelOptions { HttpHandler = server.CreateHandler(), DisposeHttpClient = true };
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(server.BaseAddress, options);
    }
}
