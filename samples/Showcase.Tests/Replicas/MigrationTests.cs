// The tables of PostgreSQL: the migrations make what the model says, and nobody works on anything else.

using GrpcSdk.LocalStores;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Showcase.Data;
using Showcase.Hosting;
using Showcase.Tests.Support;

namespace Showcase.Tests.Replicas;

public sealed class MigrationTests
{
    [Fact]
    public void No_change_of_the_model_is_without_its_migration()
    {
        using var db = new PostgresDatabase.DesignTime().CreateDbContext([]);

        Assert.False(db.Database.HasPendingModelChanges(), "a migration is missing: CONTRIBUTING.md says how to add it");
    }

    [Fact(Timeout = 300_000)]
    public async Task A_host_refuses_tables_that_lack_a_migration_and_several_jobs_may_migrate_at_once()
    {
        var servers = await Servers.ForTestAsync();
        var name = $"showcase_{Guid.CreateVersion7():N}";
        var postgres = new NpgsqlConnectionStringBuilder(servers.Postgres.ConnectionString) { Database = name, Pooling = false }.ToString();
        var folder = Directory.CreateTempSubdirectory("showcase-migrations-");
        var options = new ShowcaseOptions(Port: 0, Path.Combine(folder.FullName, "migrations.db"), Quiet: true, Environment: "Production")
        {
            Settings = new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = postgres },
        };
        await ExecuteAsync(servers, $"CREATE DATABASE {name}");
        try
        {
            var refused = await Assert.ThrowsAsync<HostRefusedException>(() => ShowcaseHost.StartAsync(options));
            Assert.Matches("lacks the migrations .*_Initial.* command migrate", refused.Message);

            var token = TestContext.Current.CancellationToken;
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PostgresDatabase.MigrateAsync(postgres, token)));

            await using var host = await ShowcaseHost.StartAsync(options);
        }
        finally
        {
            await ExecuteAsync(servers, $"DROP DATABASE {name} WITH (FORCE)");
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_command_migrate_says_what_it_needs()
    {
        var migrate = await Command.RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "Showcase.dll"), "migrate");

        Assert.Equal((1, ""), (migrate.ExitCode, migrate.Output));
        Assert.Contains("ConnectionStrings__Postgres", migrate.Error);
    }

    private static async Task ExecuteAsync(StoreServers servers, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(servers.Postgres.ConnectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
#pragma warning disable CA2100 // The name is made above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
