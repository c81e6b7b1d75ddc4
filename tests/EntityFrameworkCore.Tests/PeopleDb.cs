// A real SQLite database in memory, with a column of every kind that a keyset can hold.
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GrpcSdk.EntityFrameworkCore.Tests;

internal sealed class Person
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public int Age { get; set; }

    public DateTime Born { get; set; }

    public Guid Code { get; set; }

    public int? Score { get; set; }
}

internal sealed class PeopleDb : DbContext
{
    private readonly SqliteConnection _connection;
    private readonly List<string> _log = [];

    public PeopleDb()
    {
        _connection = new SqliteConnection("Data Source=:memory:");
        _connection.Open();
        Database.EnsureCreated();
        _log.Clear();
    }

    public DbSet<Person> People => Set<Person>();

    /// <summary>The statements so far.</summary>
    public string Sql => string.Join('\n', _log);

    public override void Dispose()
    {
        base.Dispose();
        _connection.Dispose();
    }

    protected override void OnConfiguring(DbContextOptionsBuilder options) =>
        options.UseSqlite(_connection).LogTo(_log.Add, [RelationalEventId.CommandExecuted]);
}
