// The default: a SQLite file, for one machine. It has one writer at a time.

using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Showcase.Data;

internal static class SqliteDatabase
{
    public static void Use(DbContextOptionsBuilder options, string path) =>
        options.UseSqlite(ConnectionString(path)).AddInterceptors(new RelaxedDurability());

    /// <summary>Creates the tables where there are none, and lets readers and a writer work at the same time.</summary>
    public static async Task PrepareAsync(ShowcaseDb db, CancellationToken cancellationToken)
    {
        await db.Database.EnsureCreatedAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
    }

    /// <summary>
    /// A file in the user's local application data. Its name holds a hash of the tables, so that a showcase with other
    /// tables begins with a fresh file instead of failing on an old one.
    /// </summary>
    public static string DefaultPath()
    {
        using var db = new ShowcaseDb(new DbContextOptionsBuilder<ShowcaseDb>().UseSqlite().Options);
        var tables = SHA256.HashData(Encoding.UTF8.GetBytes(db.Database.GenerateCreateScript()));
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return Path.Combine(folder, "grpcsdk-showcase", $"showcase-{Convert.ToHexStringLower(tables.AsSpan(0, 4))}.db");
    }

    private static string ConnectionString(string path)
    {
        var file = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return new SqliteConnectionStringBuilder { DataSource = file }.ToString();
    }

    /// <summary>
    /// Lets a commit return before the disk has it: the data survive a crash of the host, the last commits may not
    /// survive a power cut. It makes single commits a hundred times faster.
    /// </summary>
    private sealed class RelaxedDurability : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = Command(connection);
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = Command(connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        private static DbCommand Command(DbConnection connection)
        {
            var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = NORMAL";
            return command;
        }
    }
}
