// PostgreSQL, for several replicas.

using Microsoft.EntityFrameworkCore;
using Npgsql;
using Showcase.Hosting;

namespace Showcase.Data;

internal static class PostgresDatabase
{
    // What holds unless the connection string says otherwise: nobody waits long for a database that is gone, and the
    // connections of three replicas fit into a server of default size.
    private const string Defaults = "Timeout=5;Command Timeout=10;Maximum Pool Size=30;Application Name=grpcsdk-showcase";

    private const string Schema = "schema";

    /// <exception cref="HostRefusedException">The connection string is not one.</exception>
    public static void Use(DbContextOptionsBuilder options, string connectionString) => options.UseNpgsql(WithDefaults(connectionString));

    /// <summary>Creates the tables where there are none; replicas that start at the same time do it one after the other.</summary>
    /// <exception cref="HostRefusedException">The database does not answer.</exception>
    public static async Task PrepareAsync(ShowcaseDb db, CancellationToken cancellationToken)
    {
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock(hashtextextended({Schema}, 0))", cancellationToken);
            await db.Database.EnsureCreatedAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock(hashtextextended({Schema}, 0))", cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw new HostRefusedException($"PostgreSQL does not answer: {exception.Message}. See the connection string {Database.Postgres}.");
        }
    }

    private static string WithDefaults(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder($"{Defaults};{connectionString}").ToString();
        }
        catch (ArgumentException)
        {
            // The exception may quote a password.
            throw new HostRefusedException($"The connection string {Database.Postgres} is not one of Npgsql. It has the form Host=...;Username=...;Password=...;Database=...");
        }
    }
}
