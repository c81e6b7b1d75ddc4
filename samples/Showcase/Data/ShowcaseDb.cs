// The database of the showcase: one model for every provider that EF Core has; each area adds its tables.

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Showcase.Users;

namespace Showcase.Data;

internal sealed class ShowcaseDb(DbContextOptions<ShowcaseDb> options) : DbContext(options)
{
    public DbSet<SharedSecret> Secrets => Set<SharedSecret>();

    public DbSet<UserRecord> Users => Set<UserRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ShowcaseDb).Assembly);

    // SQLite has no types for times, and PostgreSQL's have no ticks: ticks, in UTC, sort and compare, and lose nothing.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<TimeSpanToTicksConverter>();
    }

    private sealed class UtcTicks() : ValueConverter<DateTime, long>(
        time => time.Ticks,
        ticks => new DateTime(ticks, DateTimeKind.Utc));
}
