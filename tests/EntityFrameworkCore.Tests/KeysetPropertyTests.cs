// Random models, orders, rows (duplicates, NULLs, long text), page sizes and shapes of queries over a real database. A walk
// either returns each row exactly once, in the database's own order, or is refused at its first page; and it is refused
// exactly when the model, as this test wrote it, does not prove it.
using System.Globalization;
using System.Linq.Expressions;
using GrpcSdk.AspNetCore.Paging;
using GrpcSdk.EntityFrameworkCore.Tests.People;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace GrpcSdk.EntityFrameworkCore.Tests;

public sealed class KeysetPropertyTests
{
    private static readonly int Models = int.Parse(Environment.GetEnvironmentVariable("GRPCSDK_KEYSET_MODELS") ?? "8", CultureInfo.InvariantCulture);

    private readonly PageTokenProtector _tokens = new(new PageTokenOptions { Keys = { new PageTokenKey(1, new byte[32]) } });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task On_SQLite_every_row_comes_exactly_once_or_the_order_is_refused(int seed)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await Check(seed, options => options.UseSqlite(connection), isPostgres: false);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task On_PostgreSQL_every_row_comes_exactly_once_or_the_order_is_refused(int seed)
    {
        var server = new NpgsqlConnectionStringBuilder(await Postgres.ForTestAsync()) { Database = $"keyset{seed}" };
        await Check(seed, options => options.UseNpgsql(server.ConnectionString), isPostgres: true);
    }

    private async Task Check(int seed, Action<DbContextOptionsBuilder> store, bool isPostgres)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var (accepted, refused) = (0, 0);
        for (var round = 0; round < Models; round++)
        {
            var random = new Random((seed * 1000) + round);
            var model = RandomModel.Of(random, (seed * 1000) + round, isPostgres);
            await Fill(model, store, random);
            await using var db = new ThingDb(model, store);
            for (var i = 0; i < 8; i++)
            {
                var what = $"seed {seed}, round {round}, order {i}: {model}";
                var isAccepted = random.Next(4) switch
                {
                    0 => await Walk(db.Things.OfType<SpecialThing>(), model, Columns<SpecialThing>.All, random, what),
                    1 => await Walk(db.Things.Where(t => t.Small > 0), model, Columns<Thing>.All, random, what),
                    2 => await Walk(db.Things.Select(ThingView.Of), model, Columns<ThingView>.All, random, what),
                    _ => await Walk(db.Things, model, Columns<Thing>.All, random, what),
                };
                (accepted, refused) = isAccepted ? (accepted + 1, refused) : (accepted, refused + 1);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted} orders walked, {refused} refused");
        Assert.True(accepted > Models && refused > Models / 2, $"{accepted} walked, {refused} refused: the test has lost its teeth");
    }

    private async Task<bool> Walk<T>(IQueryable<T> rows, RandomModel model, IReadOnlyList<Column<T>> columns, Random random, string what)
        where T : class, IThing
    {
        var usable = columns.Where(c => !model.IsPostgres ? !c.OnlyPostgres : true).ToArray();
        var chosen = Enumerable.Range(0, random.Next(1, 4)).Select(_ => usable[random.Next(usable.Length)]).DistinctBy(c => c.Name).ToList();
        if (random.Next(3) > 0)
        {
            chosen.AddRange(model.Key.Where(k => chosen.All(c => c.Name != k)).Select(k => columns.Single(c => c.Name == k)));
        }

        var order = chosen.Aggregate((KeysetOrder<T>?)null, (soFar, column) => column.Append(soFar, random.Next(2) == 0))!;
        what = $"{what}, {order}";
        if (!model.Proves(chosen.Select(c => c.Name)))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => rows.ToKeysetPageAsync(Page(1_000, ""), order, TestContext.Current.CancellationToken));
            return false;
        }

        var expected = (await order.Sort(rows).ToListAsync(TestContext.Current.CancellationToken)).Select(model.KeyOf).ToList();
        var (seen, size, token) = (new List<string>(), random.Next(1, 8), "");
        do
        {
            var page = await rows.ToKeysetPageAsync(Page(size, token), order, TestContext.Current.CancellationToken);
            Assert.True(page.Items.Count <= size, what);
            seen.AddRange(page.Items.Select(model.KeyOf));
            token = page.NextPageToken;
            Assert.True(seen.Count <= expected.Count && token.Length <= 4096, what);
        }
        while (token.Length > 0);

        Assert.True(expected.SequenceEqual(seen), $"{what}\nexpected {string.Join(' ', expected)}\nseen     {string.Join(' ', seen)}");
        return true;
    }

    // Rows that the database takes: those that break a key or a unique index are left out by the database itself.
    private static async Task Fill(RandomModel model, Action<DbContextOptionsBuilder> store, Random random)
    {
        await using (var db = new ThingDb(model, store))
        {
            await db.Database.EnsureDeletedAsync(TestContext.Current.CancellationToken);
            await db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        }

        var keys = new HashSet<string>();
        for (var i = 0; i < 30; i++)
        {
            var thing = random.Next(2) == 0 ? new SpecialThing() : new Thing();
            thing.Randomize(random, model);
            // Tables of concrete types do not know each other's keys; EF Core asks the application to keep them apart.
            if (!keys.Add(model.KeyOf(thing)))
            {
                continue;
            }

            await using var db = new ThingDb(model, store);
            db.Add(thing);
            try
            {
                await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            }
            catch (DbUpdateException)
            {
            }
        }
    }

    private PageRequest Page(int size, string token) =>
        PageRequest.ForMethod("/people.v1.People/ListPeople", new ListPeopleRequest { PageSize = size, PageToken = token }, _tokens);
}

/// <summary>What a random model says of <see cref="Thing"/>.</summary>
internal sealed record RandomModel(int Seed, bool IsPostgres, string[] Key, string[]? AlternateKey, string[] UniqueIndex, bool HasFilter, bool IsNameRequired, bool IsKeyBounded, string Strategy)
{
    private static readonly string[][] Keys = [["Id"], ["Small", "Name"], ["Code"], ["Guid"], ["Number", "When"]];

    public static RandomModel Of(Random random, int seed, bool isPostgres)
    {
        var key = Keys[random.Next(Keys.Length)];
        var alternate = Keys[random.Next(Keys.Length)];
        return new(
            seed,
            isPostgres,
            key,
            random.Next(3) == 0 && !alternate.SequenceEqual(key) ? alternate : null,
            random.Next(3) switch { 0 => ["Nick"], 1 => ["Byte"], _ => ["Number", "Nick"] },
            random.Next(2) == 0,
            random.Next(2) == 0,
            random.Next(4) > 0,
            random.Next(3) switch { 0 => "TPT", 1 => "TPC", _ => "TPH" });
    }

    /// <summary>Key columns are never NULL, whatever else the model says of them.</summary>
    public bool IsRequired(string column) =>
        column switch { "Nick" or "Score" => false, "Name" => IsNameRequired || Key.Contains(column) || AlternateKey?.Contains(column) is true, _ => true };

    public bool Proves(IEnumerable<string> columns)
    {
        var names = columns.ToHashSet();
        var alternate = Strategy == "TPC" ? null : AlternateKey;
        var key = names.IsSupersetOf(Key) ? Key : alternate is not null && names.IsSupersetOf(alternate) ? alternate : null;
        return key is not null && names.All(n => n is "NickOrEmpty" or "ScoreOrZero" || IsRequired(n)) && (IsKeyBounded || !key.Any(k => k is "Name" or "Code"));
    }

    public string KeyOf(IThing thing) => string.Join('|', Key.Select(k => Columns<Thing>.Texts[k](thing)));

    public override string ToString() =>
        $"{Strategy}, key {string.Join('+', Key)}, alternate {string.Join('+', AlternateKey ?? [])}, unique {string.Join('+', UniqueIndex)}{(HasFilter ? " with filter" : "")}, Name {(IsNameRequired ? "required" : "nullable")}";
}

internal interface IThing
{
    int Id { get; }

    short Small { get; }

    string Name { get; }

    string Code { get; }

    Guid Guid { get; }

    long Number { get; }

    DateTime When { get; }
}

internal class Thing : IThing
{
    private static readonly string[] Texts = ["", "a", "A", "ä", "a'b", "\U0001F600", new('x', 300), new string('x', 300) + "y", new string('x', 300) + "Y"];

    public int Id { get; set; }

    public short Small { get; set; }

    public string Name { get; set; } = "";

    public string Code { get; set; } = "";

    public Guid Guid { get; set; }

    public long Number { get; set; }

    public DateTime When { get; set; }

    public string? Nick { get; set; }

    public int? Score { get; set; }

    public bool Deleted { get; set; }

    public byte Byte { get; set; }

    public uint Unsigned { get; set; }

    public float Single { get; set; }

    public double Double { get; set; }

    public DateOnly Day { get; set; }

    public TimeOnly Hour { get; set; }

    public decimal Money { get; set; }

    public DateTimeOffset Moment { get; set; }

    public TimeSpan Span { get; set; }

    public void Randomize(Random random, RandomModel model)
    {
        var guid = new byte[16];
        guid[0] = (byte)random.Next(20);
        (Id, Small, Number) = (random.Next(40), (short)random.Next(-2, 4), random.Next(4) - 2L);
        (Name, Code, Guid) = (Texts[random.Next(Texts.Length)], $"{random.Next(30)}{new string('k', random.Next(2) * 300)}", new Guid(guid));
        Name = model.IsRequired("Name") || random.Next(3) > 0 ? Name : null!;
        When = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(random.Next(4) * 250);
        (Nick, Score, Deleted) = (random.Next(3) > 0 ? Texts[random.Next(Texts.Length)] : null, random.Next(3) > 0 ? random.Next(-1, 2) : null, random.Next(2) == 0);
        (Byte, Unsigned, Single, Double) = ((byte)random.Next(200, 240), uint.MaxValue - (uint)random.Next(3), random.Next(3) * 0.1f, random.Next(3) * 0.1);
        (Day, Hour) = (new DateOnly(2026, 1, random.Next(1, 4)), new TimeOnly(1, 2, random.Next(3), random.Next(2) * 500));
        (Money, Moment, Span) = (random.Next(3) * 0.10m, new DateTimeOffset(When), TimeSpan.FromMilliseconds(random.Next(-1, 2) * 250));
    }
}

internal sealed class SpecialThing : Thing;

internal sealed class ThingView : IThing
{
    public static readonly Expression<Func<Thing, ThingView>> Of = t => new ThingView
    {
        Id = t.Id,
        Small = t.Small,
        Name = t.Name,
        Code = t.Code,
        Guid = t.Guid,
        Number = t.Number,
        When = t.When,
        Nick = t.Nick,
        Score = t.Score,
    };

    public int Id { get; set; }

    public short Small { get; set; }

    public string Name { get; set; } = "";

    public string Code { get; set; } = "";

    public Guid Guid { get; set; }

    public long Number { get; set; }

    public DateTime When { get; set; }

    public string? Nick { get; set; }

    public int? Score { get; set; }
}

/// <summary>A column, appended to an order.</summary>
internal sealed record Column<T>(string Name, Func<KeysetOrder<T>?, bool, KeysetOrder<T>> Append, bool OnlyPostgres = false)
    where T : class;

internal static class Columns<T>
    where T : class
{
    public static readonly Dictionary<string, Func<IThing, string>> Texts = new()
    {
        ["Id"] = t => $"{t.Id}",
        ["Small"] = t => $"{t.Small}",
        ["Name"] = t => t.Name,
        ["Code"] = t => t.Code,
        ["Guid"] = t => $"{t.Guid}",
        ["Number"] = t => $"{t.Number}",
        ["When"] = t => $"{t.When.Ticks}",
    };

    private static readonly ParameterExpression Row = Expression.Parameter(typeof(T), "t");

    // SQLite has no type for these, and EF Core does not sort by them there.
    private static readonly string[] NotInSqlite = ["Money", "Moment", "Span"];

    public static readonly IReadOnlyList<Column<T>> All =
    [
        .. typeof(T).GetProperties().Where(p => p.Name != "Deleted" && p.PropertyType != typeof(int?)).Select(p => Of(p.Name, Expression.Property(Row, p))),
        Of("NickOrEmpty", Expression.Coalesce(Expression.Property(Row, "Nick"), Expression.Constant(""))),
        Of("ScoreOrZero", Expression.Coalesce(Expression.Property(Row, "Score"), Expression.Constant(0))),
    ];

    private static Column<T> Of(string name, Expression body) =>
        (Column<T>)typeof(Columns<T>).GetMethod(nameof(Typed), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(body.Type).Invoke(null, [name, body])!;

    private static Column<T> Typed<TColumn>(string name, Expression body)
    {
        var column = Expression.Lambda<Func<T, TColumn>>(body, Row);
        return new(
            name,
            (soFar, descending) => (soFar, descending) switch
            {
                (null, true) => Keyset.Descending(column),
                (null, false) => Keyset.Ascending(column),
                ({ } order, true) => order.ThenDescending(column),
                ({ } order, false) => order.ThenAscending(column),
            },
            NotInSqlite.Contains(name));
    }
}

internal sealed class ThingDb(RandomModel random, Action<DbContextOptionsBuilder> store) : DbContext
{
    public DbSet<Thing> Things => Set<Thing>();

    public RandomModel Random => random;

    protected override void OnConfiguring(DbContextOptionsBuilder options)
    {
        store(options);
        options.ReplaceService<IModelCacheKeyFactory, KeyOfModel>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Thing>(thing =>
        {
            thing.HasKey(random.Key);
            thing.Property(t => t.Id).ValueGeneratedNever();
            thing.Property(t => t.Number).ValueGeneratedNever();
            thing.Property(t => t.Guid).ValueGeneratedNever();
            thing.Property(t => t.Name).IsRequired(random.IsRequired("Name"));
            if (random.AlternateKey is { } alternate)
            {
                thing.HasAlternateKey(alternate);
            }

            if (random.IsKeyBounded)
            {
                thing.Property(t => t.Name).HasMaxLength(400);
                thing.Property(t => t.Code).HasMaxLength(400);
            }

            var index = thing.HasIndex(random.UniqueIndex).IsUnique();
            if (random.HasFilter)
            {
                index.HasFilter(random.IsPostgres ? "NOT \"Deleted\"" : "\"Deleted\" = 0");
            }

            _ = random.Strategy switch { "TPT" => thing.UseTptMappingStrategy(), "TPC" => thing.UseTpcMappingStrategy(), _ => thing.UseTphMappingStrategy() };
        });
        model.Entity<SpecialThing>();
    }

    private sealed class KeyOfModel : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (typeof(ThingDb), ((ThingDb)context).Random, designTime);
    }
}
