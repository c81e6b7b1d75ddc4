// Where the data of the showcase live, and how the host gets ready to use them: in a SQLite file, or in PostgreSQL when
// there is a connection string for it.

using Microsoft.EntityFrameworkCore;

namespace Showcase.Data;

internal static class Database
{
    /// <summary>The name of PostgreSQL's connection string: <c>ConnectionStrings:Postgres</c>.</summary>
    public const string Postgres = "Postgres";

    /// <summary>Whether other replicas may change the data too.</summary>
    public static bool IsShared(IConfiguration configuration) => configuration.GetConnectionString(Postgres) is { Length: > 0 };

    /// <summary>Registers the context.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">May name PostgreSQL.</param>
    /// <param name="sqlitePath">The file to use when it does not.</param>
    /// <exception cref="Hosting.HostRefusedException">The connection string is not one.</exception>
    public static IServiceCollection AddShowcaseDatabase(this IServiceCollection services, IConfiguration configuration, string sqlitePath) =>
        services.AddSingleton<WriteTurns>().AddPooledDbContextFactory<ShowcaseDb>(
            configuration.GetConnectionString(Postgres) is { Length: > 0 } postgres
                ? options => PostgresDatabase.Use(options, postgres)
                : options => SqliteDatabase.Use(options, sqlitePath));

    /// <summary>Makes sure of the tables: creates them, or, in PostgreSQL outside of Development, expects them to be there.</summary>
    /// <exception cref="Hosting.HostRefusedException">The database does not answer, or lacks tables.</exception>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ShowcaseDb>>().CreateDbContextAsync(cancellationToken);
        await (db.Database.IsSqlite() ? SqliteDatabase.PrepareAsync(db, cancellationToken)
            : services.GetRequiredService<IHostEnvironment>().IsDevelopment() ? PostgresDatabase.MigrateAsync(db, cancellationToken)
            : PostgresDatabase.CheckAsync(db, cancellationToken));
    }
}
