// A whole gRPC server in memory, for integration tests of services with their interceptors and their container.
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Claims;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.AspNetCore;
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

    /// <summary>
    /// Starts a server with one service as its application runs it: with the interceptors that its attributes declare, and with
    /// <c>UseGrpcSdk</c>. Calls are anonymous unless <see cref="AsUser(ClaimsPrincipal)"/> makes them.
    /// </summary>
    /// <typeparam name="TService">The service class.</typeparam>
    /// <param name="configureServices">Adds what the service and its interceptors need.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<GrpcTestHost> StartServiceAsync<[DynamicallyAccessedMembers(ServiceMembers)] TService>(
        Action<IServiceCollection>? configureServices = null,
        CancellationToken cancellationToken = default)
        where TService : class =>
        StartAsync(
            services =>
            {
                AddPlans(services, typeof(TService).Assembly);
                services.AddAuthentication();
                services.AddAuthorization();
                configureServices?.Invoke(services);
            },
            static application =>
            {
                application.UseGrpcSdk();
                if (application.Services.GetService<GrpcServicePlan<TService>>() is null)
                {
                    application.MapGrpcService<TService>();
                }
                else
                {
                    application.MapGrpcSdkService<TService>();
                }
            },
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
        TestUsers.AddTo(builder.Services);
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

    /// <summary>
    /// A transport whose calls are made by a user: <c>new UserServiceClient(host.AsUser(ada))</c>. The server takes the user as it
    /// is, for every scheme of its authentication; what the user may do, its policies decide.
    /// </summary>
    /// <param name="user">The user.</param>
    public CallInvoker AsUser(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Services.GetRequiredService<TestUsers>().Calling(Channel.CreateCallInvoker(), user);
    }

    /// <summary>A transport whose calls are made by a user of this name, which is also its identifier, with these roles.</summary>
    /// <param name="name">The name.</param>
    /// <param name="roles">The roles.</param>
    public CallInvoker AsUser(string name, params string[] roles)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(roles);
        Claim[] claims = [new(ClaimTypes.Name, name), new(ClaimTypes.NameIdentifier, name), .. roles.Select(role => new Claim(ClaimTypes.Role, role))];
        return AsUser(new ClaimsPrincipal(new ClaimsIdentity(claims, nameof(GrpcTestHost))));
    }

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    // The registration is generated into the service's assembly and hidden from others, which is why it is called by its name.
    private static void AddPlans(IServiceCollection services, Assembly assembly)
    {
        if (assembly.GetCustomAttribute<GrpcGeneratedServicesAttribute>() is { } generated)
        {
            generated.Registration.GetMethod("AddGrpcSdkServices")!
                .CreateDelegate<Func<IServiceCollection, Action<GrpcServiceOptions>?, IGrpcServerBuilder>>()(services, null);
        }
        else
        {
            services.AddGrpcSdk();
        }
    }
}

/// <summary>gRPC on test servers.</summary>
public static class TestServerGrpcExtensions
{
    /// <summary>
    /// A channel to a test server, for example <c>factory.Server.CreateGrpcChannel()</c> of a <c>WebApplicationFactory</c>. A call that
    /// is cancelled or runs out of time ends as over a network, whatever its handler does.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="configure">Changes the channel's options; its handler is set already.</param>
    public static GrpcChannel CreateGrpcChannel(this TestServer server, Action<GrpcChannelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        var options = new GrpcChannelOptions { HttpHandler = new SocketLikeHandler(server.CreateHandler()), DisposeHttpClient = true };
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(server.BaseAddress, options);
    }
}
