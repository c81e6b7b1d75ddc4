// Empty databases for the hosts of a tour: files when the configuration names no servers, else databases on PostgreSQL
// and a name of their own on Redis, dropped at the end.

using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Showcase.Data;
using Showcase.Live;

namespace Showcase.Tour;

internal sealed class TourStores(string? postgres, string? redis) : IAsyncDisposable
{
    private const string PostgresSetting = $"ConnectionStrings:{Database.Postgres}";
    private const string RedisSetting = $"ConnectionStrings:{RedisNotifier.Redis}";

    private readonly Dictionary<string, string> _databases = [];

    /// <summary>Whatever the connection strings name.</summary>
    public TourStores(IConfiguration configuration)
        : this(configuration.GetConnectionString(Database.Postgres), configuration.GetConnectionString(RedisNotifier.Redis))
    {
    }

    /// <summary>What the hosts stand on, in words.</summary>
    public string Description =>
        (string.IsNullOrEmpty(postgres) ? "SQLite" : "PostgreSQL") + (string.IsNullOrEmpty(redis) ? "" : " with Redis");

    /// <summary>Settings of a host on a database that is empty at the first call with its name.</summary>
    public async Task<Dictionary<string, string?>> SettingsAsync(string name, CancellationToken cancellationToken)
    {
        if (!_databases.TryGetValue(name, out var database))
        {
            database = $"showcase_{Guid.CreateVersion7():N}";
            _databases.Add(name, database);
            if (!string.IsNullOrEmpty(postgres))
            {
                await ExecuteAsync($"CREATE DATABASE {database}", cancellationToken);
                await PostgresDatabase.MigrateAsync(ConnectionString(database), cancellationToken);
            }
        }

        return new()
        {
            [PostgresSetting] = string.IsNullOrEmpty(postgres) ? "" : ConnectionString(database),
            [RedisSetting] = redis ?? "",
            [RedisNotifier.PrefixSetting] = database,
        };
    }

    /// <summary>Drops the databases; their hosts are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!string.IsNullOrEmpty(postgres))
        {
            foreach (var database in _databases.Values)
            {
                await DropAsync(database);
            }
        }

        _databases.Clear();
    }

    // Those who are connected are thrown out, but that may take them longer than PostgreSQL waits.
    private async Task DropAsync(string database)
    {
        var dropped = false;
        while (!dropped)
        {
            try
            {
                await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", CancellationToken.None);
                dropped = true;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ObjectInUse)
            {
            }
        }
    }

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(postgres) { Database = database }.ToString();

    [SuppressMessage("Security", "CA2100", Justification = "The names are made above.")]
    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres) { Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
