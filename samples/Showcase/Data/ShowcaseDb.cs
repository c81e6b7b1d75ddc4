// The database of the showcase: one model for every provider that EF Core has; each area adds its tables.

using Microsoft.EntityFrameworkCore;
using Showcase.Users;

namespace Showcase.Data;

internal sealed class ShowcaseDb(DbContextOptions<ShowcaseDb> options) : DbContext(options)
{
    public DbSet<SharedSecret> Secrets => Set<SharedSecret>();

    public DbSet<UserRecord> Users => Set<UserRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ShowcaseDb).Assembly);

    // SQLite has no type for times: ticks in UTC sort and compare, and lose nothing.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcTicks>();

    private sealed class UtcTicks() : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<DateTime, long>(
        time => time.Ticks,
        ticks => new DateTime(ticks, DateTimeKind.Utc));
}
