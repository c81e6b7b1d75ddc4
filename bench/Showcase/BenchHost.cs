// A showcase host with a database of its own and some users.

using Acme.Users.V1;
using Grpc.Net.Client;
using Microsoft.Data.Sqlite;
using Showcase.Hosting;

namespace GrpcSdk.Bench.Showcase;

internal sealed class BenchHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private BenchHost(DirectoryInfo folder, WebApplication app) => (_folder, App, Channel) = (folder, app, GrpcChannel.ForAddress(app.Address()));

    public WebApplication App { get; }

    public GrpcChannel Channel { get; }

    /// <summary>Starts a host.</summary>
    /// <param name="users">How many users to create; their ids begin at 1.</param>
    /// <param name="settings">Configuration of the host.</param>
    public static async Task<BenchHost> StartAsync(int users, Dictionary<string, string?>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("showcase-bench-");
        var app = await ShowcaseHost.StartAsync(new ShowcaseOptions(Port: 0, Path.Combine(folder.FullName, "bench.db"), Quiet: true) { Settings = settings ?? [] });
        var host = new BenchHost(folder, app);
        using var call = new UserService.UserServiceClient(host.Channel).CreateUsers();
        for (var i = 1; i <= users; i++)
        {
            await call.RequestStream.WriteAsync(new CreateUserRequest { User = Messages.User(i) });
        }

        await call.RequestStream.CompleteAsync();
        var response = await call;
        return response.CreatedCount == users ? host : throw new InvalidOperationException($"{response.FailedCount} users were not created.");
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await App.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
