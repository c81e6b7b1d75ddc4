// What a keyset page refuses because rows would be lost, and what it must not refuse. Each refusal is of a query that lost
// rows; the message says what to do, at the first page.
using System.Linq.Expressions;
using GrpcSdk.AspNetCore.Paging;
using GrpcSdk.EntityFrameworkCore.Tests.People;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace GrpcSdk.EntityFrameworkCore.Tests;

public sealed class KeysetProofTests : IDisposable
{
    private readonly StaffDb _db = new();
    private readonly PageTokenProtector _tokens = new(new PageTokenOptions { Keys = { new PageTokenKey(1, new byte[32]) } });

    public void Dispose() => _db.Dispose();

    [Fact]
    public Task A_nullable_column_is_refused() =>
        Refuses(_db.Staff, Keyset.Descending((Employee e) => e.Nick!).ThenAscending(e => e.Id), "may be NULL", "u.Nick ?? \"\"");

    [Fact]
    public Task A_nullable_column_of_EF_Property_is_refused_at_the_first_page() =>
        Refuses(_db.Staff, Keyset.Ascending((Employee e) => EF.Property<string>(e, "Nick")).ThenAscending(e => e.Id), "may be NULL");

    [Fact]
    public Task The_value_of_a_nullable_column_is_refused() =>
        Refuses(_db.Staff, Keyset.Ascending((Employee e) => e.Score!.Value).ThenAscending(e => e.Id), "may be NULL");

    [Fact]
    public Task A_shadow_property_is_refused_at_the_first_page() =>
        Refuses(_db.Staff, Keyset.Ascending((Employee e) => EF.Property<int>(e, "Tenant")).ThenAscending(e => e.Id), "shadow property");

    [Fact]
    public Task A_computed_column_is_refused() =>
        Refuses(_db.Staff, Keyset.Ascending((Employee e) => e.Name.ToLower()).ThenAscending(e => e.Id), "no mapped property", "computed column");

    [Theory]
    [InlineData(nameof(Employee.Badge))]
    [InlineData(nameof(Employee.Nick))]
    public Task A_unique_index_with_a_filter_or_on_a_nullable_column_is_no_key(string column) =>
        Refuses(_db.Staff, column == nameof(Employee.Badge) ? Keyset.Ascending((Employee e) => e.Badge) : Keyset.Ascending((Employee e) => e.Nick ?? ""), "primary key (Id)");

    [Fact]
    public Task A_derived_type_is_held_to_the_same() =>
        Refuses(_db.Staff.OfType<Manager>(), Keyset.Ascending((Manager m) => m.Badge), "primary key (Id)");

    [Fact]
    public Task A_key_of_a_projection_that_is_none_of_the_entity_is_refused() =>
        Refuses(_db.Staff.Select(e => new Employee { Id = e.Level, Name = e.Name, Badge = "" }), Keyset.Ascending((Employee e) => e.Id), "primary key (Id)");

    [Fact]
    public Task A_projection_to_an_object_is_held_to_the_entity() =>
        Refuses(_db.Staff.Select(e => new EmployeeView { Id = e.Level }), Keyset.Ascending((EmployeeView v) => v.Id), "primary key (Id)");

    [Fact]
    public Task A_projection_with_a_nullable_column_is_refused() =>
        Refuses(_db.Staff.Select(e => new EmployeeView { Id = e.Id, Name = e.Nick! }), Keyset.Ascending((EmployeeView v) => v.Name).ThenAscending(v => v.Id), "may be NULL");

    [Fact]
    public Task The_key_of_somebody_else_is_no_key() =>
        Refuses(_db.Staff.Select(e => e.Office!), Keyset.Ascending((Office o) => o.Id), "keyset");

    [Fact]
    public Task Rows_of_SQL_are_refused() =>
        Refuses(_db.Staff.FromSqlRaw("SELECT * FROM Staff UNION ALL SELECT * FROM Staff"), Keyset.Ascending((Employee e) => e.Id), "by SQL", "Where(");

    [Fact]
    public async Task What_may_return_a_row_twice_is_refused()
    {
        var byId = Keyset.Ascending((Employee e) => e.Id);
        await Refuses(_db.Staff.Concat(_db.Staff), byId, "Concat");
        await Refuses(_db.Staff.SelectMany(e => e.Office!.Staff), byId, "SelectMany");
        await Refuses(from e in _db.Staff join o in _db.Set<Office>() on e.Level equals o.Floor select e, byId, "Join");
        await Refuses(_db.Staff.OrderBy(e => e.Level).Take(5), byId, "Take");
    }

    [Fact]
    public Task A_type_without_a_key_is_refused() =>
        Refuses(_db.Set<Attendance>(), Keyset.Ascending((Attendance a) => a.Day), "HasKey");

    [Fact]
    public Task A_key_whose_text_has_no_bound_is_refused_because_its_token_has_none() =>
        Refuses(_db.Set<Folder>(), Keyset.Ascending((Folder f) => f.Path), "MaxTokenLength", "HasMaxLength", "f => f.Path");

    [Fact]
    public async Task A_key_whose_text_fits_is_accepted()
    {
        _db.AddRange(Enumerable.Range(0, 9).Select(i => new Room { Code = new string('ä', 900) + i }));
        await _db.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.Equal(9, await Count(_db.Set<Room>(), Keyset.Ascending((Room r) => r.Code), r => r.Code));
    }

    [Fact]
    public async Task Every_way_to_name_a_column_that_always_has_a_value_is_accepted()
    {
        AddStaff();

        await Complete(_db.Staff, Keyset.Ascending((Employee e) => e.Nick ?? "").ThenAscending(e => e.Id));
        await Complete(_db.Staff, Keyset.Ascending((Employee e) => e.Score ?? 0).ThenDescending(e => e.Id));
        await Complete(_db.Staff, Keyset.Ascending((Employee e) => EF.Property<string>(e, "Name")).ThenAscending(e => EF.Property<int>(e, "Id")));
        await Complete(_db.Staff, Keyset.Ascending((Employee e) => EF.Property<int>(e, "_grade")).ThenAscending(e => e.Id));
        await Complete(_db.Staff, Keyset.Ascending((Employee e) => e.Address.City).ThenAscending(e => e.Id));
        await Complete(_db.Staff, Keyset.Ascending((Employee e) => ((IHasLevel)e).Level).ThenAscending(e => e.Id));
        await Complete(_db.Staff, Keyset.Ascending((Employee e) => e.Code));
        await Complete(_db.Staff.OfType<Manager>(), Keyset.Ascending((Manager m) => m.Title).ThenAscending(m => m.Id));
        await Complete(_db.Staff.OfType<Employee>().Where(e => e.Level > 0).Include(e => e.Office).AsSplitQuery().AsNoTracking().TagWith("x"), Keyset.Ascending((Employee e) => e.Name).ThenAscending(e => e.Id));
        await Complete(Managers(_db.Staff), Keyset.Ascending((Manager m) => m.Id));
    }

    [Fact]
    public async Task A_projection_is_paged_by_what_it_reads()
    {
        AddStaff();
        var views = _db.Staff.Select(e => new EmployeeView { Id = e.Id, Name = e.Nick ?? "", City = e.Address.City, Office = e.Office!.Name });
        var expected = await views.Select(v => v.Id).ToListAsync(TestContext.Current.CancellationToken);

        var seen = await Walk(views, Keyset.Ascending((EmployeeView v) => v.City).ThenDescending(v => v.Name).ThenAscending(v => v.Id), v => v.Id);
        var byOffice = await Walk(views, Keyset.Ascending((EmployeeView v) => v.Office).ThenAscending(v => v.Id), v => v.Id);
        var anonymous = await Anonymous(_db.Staff.Select(e => new { e.Name, e.Id }), Keyset.Descending, x => x.Name, x => x.Id);

        Assert.Equal(expected.Order(), seen.Order());
        Assert.Equal(expected.Order(), byOffice.Order());
        Assert.Equal(expected.Order(), anonymous.Order());
    }

    [Fact]
    public async Task Long_text_makes_no_long_token_and_keeps_its_place()
    {
        var letters = new string('x', 4_000);
        _db.AddRange(Enumerable.Range(0, 9).Select(i => new Employee { Name = letters + (i % 4), Badge = $"{i}", Code = $"{i}", Office = new() { Name = "o" } }));
        await _db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var order = Keyset.Descending((Employee e) => e.Name).ThenAscending(e => e.Id);

        var expected = await _db.Staff.OrderByDescending(e => e.Name).ThenBy(e => e.Id).Select(e => e.Id).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, await Walk(_db.Staff, order, e => e.Id));
        Assert.Equal(expected, await Walk(_db.Staff.Where(e => e.Level == 0), order, e => e.Id));
        Assert.Equal(expected, await Walk(_db.Staff.Select(e => new EmployeeView { Id = e.Id, Name = e.Name }), Keyset.Descending((EmployeeView v) => v.Name).ThenAscending(v => v.Id), v => v.Id));
    }

    [Fact]
    public async Task A_place_in_long_text_survives_a_filter_that_leaves_its_row_out_and_ends_with_the_row()
    {
        var token = TestContext.Current.CancellationToken;
        _db.AddRange(Enumerable.Range(0, 6).Select(i => new Employee { Name = new string('x', 400) + i, Badge = $"{i}", Code = $"{i}", Office = new() { Name = "o" } }));
        await _db.SaveChangesAsync(token);
        var order = Keyset.Ascending((Employee e) => e.Name).ThenAscending(e => e.Id);
        var active = _db.Staff.Where(e => e.Level == 0);
        var first = await active.ToKeysetPageAsync(Page(2), order, token);

        first.Items[^1].Level = 7;
        await _db.SaveChangesAsync(token);
        Assert.Equal(["2", "3"], (await active.ToKeysetPageAsync(Page(2, first.NextPageToken), order, token)).Items.Select(e => e.Badge));

        _db.Remove(first.Items[^1]);
        await _db.SaveChangesAsync(token);
        var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => active.ToKeysetPageAsync(Page(2, first.NextPageToken), order, token));
        Assert.Equal("PAGE_TOKEN_EXPIRED", error.GetErrorInfo()!.Reason);
    }

    private static IQueryable<T> Managers<T>(IQueryable<Employee> staff)
        where T : Employee => staff.OfType<T>();

    private static IQueryable<Manager> Managers(IQueryable<Employee> staff) => Managers<Manager>(staff);

    private void AddStaff()
    {
        for (var i = 0; i < 20; i++)
        {
            var employee = i % 3 == 0 ? new Manager { Title = $"t{i % 2}", Name = $"n{i % 4}", Badge = $"{i}", Code = $"{i}" } : new Employee { Name = $"n{i % 4}", Badge = $"{i}", Code = $"{i}" };
            employee.Nick = i % 2 == 0 ? null : $"k{i}";
            employee.Score = i % 3 == 0 ? null : i % 5;
            employee.Level = i % 3;
            employee.Address = new Address { City = $"c{i % 3}" };
            employee.Office = new Office { Name = $"o{i % 2}" };
            _db.Add(employee);
        }

        _db.SaveChanges();
    }

    private async Task Complete<T>(IQueryable<T> rows, KeysetOrder<T> order)
        where T : Employee =>
        Assert.Equal((await rows.Select(e => e.Id).ToListAsync(TestContext.Current.CancellationToken)).Order(), (await Walk(rows, order, e => e.Id)).Order());

    private async Task<int> Count<T>(IQueryable<T> rows, KeysetOrder<T> order, Func<T, string> id)
        where T : class => (await Walk(rows, order, id)).Distinct().Count();

    private Task<List<int>> Anonymous<T>(
        IQueryable<T> rows,
        Func<Expression<Func<T, string>>, KeysetOrder<T>> begin,
        Expression<Func<T, string>> name,
        Expression<Func<T, int>> id)
        where T : class => Walk(rows, begin(name).ThenAscending(id), id.Compile());

    private async Task<List<TId>> Walk<T, TId>(IQueryable<T> rows, KeysetOrder<T> order, Func<T, TId> id)
        where T : class
    {
        var (seen, token) = (new List<TId>(), "");
        do
        {
            var page = await rows.ToKeysetPageAsync(Page(2, token), order, TestContext.Current.CancellationToken);
            seen.AddRange(page.Items.Select(id));
            token = page.NextPageToken;
            Assert.True(token.Length <= 4096);
        }
        while (token.Length > 0);

        return seen;
    }

    // Of any size, so that no page after the first is needed to find it out.
    private async Task Refuses<T>(IQueryable<T> rows, KeysetOrder<T> order, params string[] words)
        where T : class
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => rows.ToKeysetPageAsync(Page(100), order, TestContext.Current.CancellationToken));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    private PageRequest Page(int size, string token = "") =>
        PageRequest.ForMethod("/people.v1.People/ListPeople", new ListPeopleRequest { PageSize = size, PageToken = token }, _tokens);
}

internal interface IHasLevel
{
    int Level { get; }
}

internal class Employee : IHasLevel
{
    private readonly int _grade = 3;

    public int Id { get; set; }

    public required string Name { get; set; }

    public string? Nick { get; set; }

    public int? Score { get; set; }

    public int Level { get; set; }

    public bool Deleted { get; set; }

    /// <summary>Unique, but only among those that are not deleted.</summary>
    public required string Badge { get; set; }

    /// <summary>An alternate key.</summary>
    public string Code { get; set; } = "";

    public Address Address { get; set; } = new();

    public Office? Office { get; set; }

    public int OfficeId { get; set; }

    public int Grade() => _grade;
}

internal sealed class Manager : Employee
{
    public required string Title { get; set; }
}

internal sealed class Address
{
    public string City { get; set; } = "";
}

internal sealed class Office
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public int Floor { get; set; }

    public List<Employee> Staff { get; } = [];
}

internal sealed class Attendance
{
    public int Day { get; set; }
}

internal sealed class Folder
{
    public required string Path { get; set; }
}

internal sealed class Room
{
    public required string Code { get; set; }
}

internal sealed class EmployeeView
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string City { get; set; } = "";

    public string Office { get; set; } = "";
}

internal sealed class StaffDb : DbContext
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public StaffDb()
    {
        _connection.Open();
        Database.EnsureCreated();
    }

    public DbSet<Employee> Staff => Set<Employee>();

    public override void Dispose()
    {
        base.Dispose();
        _connection.Dispose();
    }

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite(_connection);

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Employee>(employee =>
        {
            employee.HasIndex(e => e.Badge).IsUnique().HasFilter("Deleted = 0");
            employee.HasIndex(e => e.Nick).IsUnique();
            employee.HasAlternateKey(e => e.Code);
            employee.Property(e => e.Code).HasMaxLength(20);
            employee.Property<int>("Tenant");
            employee.Property<int>("_grade");
            employee.ComplexProperty(e => e.Address);
            employee.HasOne(e => e.Office).WithMany(o => o.Staff).HasForeignKey(e => e.OfficeId);
        });
        model.Entity<Manager>();
        model.Entity<Attendance>().HasNoKey();
        model.Entity<Folder>().HasKey(f => f.Path);
        model.Entity<Room>().HasKey(r => r.Code);
        model.Entity<Room>().Property(r => r.Code).HasMaxLength(1_000);
    }
}
