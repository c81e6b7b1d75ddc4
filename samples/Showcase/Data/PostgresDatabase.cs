// PostgreSQL, for several replicas.

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;
using Showcase.Hosting;

namespace Showcase.Data;

internal static class PostgresDatabase
{
    // What holds unless the connection string says otherwise: nobody waits long for a database that is gone, and the
    // connections of three replicas fit into a server of default size.
    private const string Defaults = "Timeout=5;Command Timeout=10;Maximum Pool Size=30;Application Name=grpcsdk-showcase";

    /// <exception cref="HostRefusedException">The connection string is not one.</exception>
    public static void Use(DbContextOptionsBuilder options, string connectionString) => options.UseNpgsql(WithDefaults(connectionString));

    /// <summary>Applies the migrations that a database lacks, as a job of a deployment does; several at once wait for each other.</summary>
    /// <exception cref="HostRefusedException">The connection string is not one, or the database does not answer.</exception>
    public static async Task MigrateAsync(string connectionString, CancellationToken cancellationToken)
    {
        var options = new DbContextOptionsBuilder<ShowcaseDb>();
        Use(options, connectionString);
        await using var db = new ShowcaseDb(options.Options);
        await MigrateAsync(db, cancellationToken);
    }

    /// <inheritdoc cref="MigrateAsync(string, CancellationToken)"/>
    public static Task MigrateAsync(ShowcaseDb db, CancellationToken cancellationToken) => AskAsync(() => db.Database.MigrateAsync(cancellationToken));

    /// <summary>Looks whether the database has all tables as this version of the host expects them.</summary>
    /// <exception cref="HostRefusedException">It has not, or it does not answer.</exception>
    public static async Task CheckAsync(ShowcaseDb db, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        await AskAsync(async () => missing.AddRange(await db.Database.GetPendingMigrationsAsync(cancellationToken)));
        if (missing.Count > 0)
        {
            throw new HostRefusedException($"PostgreSQL lacks the migrations {string.Join(", ", missing)}. Run the command migrate first, as the job of the deployment does.");
        }
    }

    private static async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception exception) when (DatabaseErrors.Find(exception) is { } error)
        {
            throw new HostRefusedException($"PostgreSQL does not answer: {error.Message}. See the connection string {Database.Postgres}.");
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

    /// <summary>The context for <c>dotnet ef migrations add</c>, which needs no server.</summary>
    internal sealed class DesignTime : IDesignTimeDbContextFactory<ShowcaseDb>
    {
        public ShowcaseDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<ShowcaseDb>().UseNpgsql().Options);
    }
}
