// Brings the tables of PostgreSQL up to this version, as a job before a deployment.

using Showcase.Data;

namespace Showcase.Hosting;

internal static class MigrateCommand
{
    /// <returns>0, or 1 when it cannot be done.</returns>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (configuration.GetConnectionString(Database.Postgres) is not { Length: > 0 } postgres)
        {
            await Console.Error.WriteLineAsync($"There is nothing to migrate: ConnectionStrings__{Database.Postgres} is not set. A SQLite file needs no migrations.");
            return 1;
        }

        try
        {
            await PostgresDatabase.MigrateAsync(postgres, cancellationToken);
        }
        catch (HostRefusedException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

        Console.WriteLine("PostgreSQL has the tables of this version.");
        return 0;
    }
}
