// Keyset pages over a real database: order, places, changed tables, tokens of another order.
using Grpc.Core;
using GrpcSdk.AspNetCore.Paging;
using GrpcSdk.EntityFrameworkCore.Tests.People;
using Microsoft.EntityFrameworkCore;

namespace GrpcSdk.EntityFrameworkCore.Tests;

public sealed class KeysetTests : IDisposable
{
    private const string Method = "/people.v1.People/ListPeople";

    private static readonly KeysetOrder<Person> ByName = Keyset.Ascending((Person p) => p.Name).ThenAscending(p => p.Id);
    private static readonly KeysetOrder<Person> OldestFirst = Keyset.Descending((Person p) => p.Age).ThenAscending(p => p.Name).ThenDescending(p => p.Id);

    private readonly PeopleDb _db = new();
    private readonly PageTokenProtector _tokens = new(new PageTokenOptions { Keys = { new PageTokenKey(1, new byte[32]) } });

    public void Dispose() => _db.Dispose();

    [Fact]
    public async Task A_walk_returns_all_rows_in_order()
    {
        Add(100, new Random(1));

        Assert.Equal(_db.People.AsEnumerable().OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Id).Select(p => p.Id), await Walk(ByName, 7));
        Assert.Equal(
            _db.People.AsEnumerable().OrderByDescending(p => p.Age).ThenBy(p => p.Name, StringComparer.Ordinal).ThenByDescending(p => p.Id).Select(p => p.Id),
            await Walk(OldestFirst, 7));
    }

    [Fact]
    public async Task Dates_and_guids_are_places_too()
    {
        Add(60, new Random(2));

        Assert.Equal(
            _db.People.AsEnumerable().OrderBy(p => p.Born).ThenBy(p => p.Id).Select(p => p.Id),
            await Walk(Keyset.Ascending((Person p) => p.Born).ThenAscending(p => p.Id), 7));
        var byCode = await Walk(Keyset.Ascending((Person p) => p.Code).ThenAscending(p => p.Id), 7);
        Assert.Equal(60, byCode.Distinct().Count());
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task A_walk_over_a_changing_table_returns_each_unchanged_row_exactly_once(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        for (var round = 0; round < 20; round++)
        {
            var random = new Random((seed * 1000) + round);
            var size = random.Next(1, 12);
            await _db.People.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
            Add(random.Next(0, 80), random);
            var unchanged = _db.People.Select(p => p.Id).ToHashSet();
            var order = random.Next(2) == 0 ? ByName : OldestFirst;

            var seen = await Walk(order, size, betweenPages: () =>
            {
                Add(random.Next(0, 5), random);
                foreach (var person in _db.People.ToList().Where(_ => random.Next(10) == 0))
                {
                    unchanged.Remove(person.Id);
                    if (random.Next(2) == 0)
                    {
                        _db.Remove(person);
                    }
                    else
                    {
                        (person.Name, person.Age) = (RandomName(random), random.Next(5));
                    }
                }

                _db.SaveChanges();
            });

            var counts = seen.CountBy(id => id).ToDictionary();
            Assert.All(unchanged, id => Assert.True(counts.GetValueOrDefault(id) == 1, $"seed {seed}, round {round}: row {id} came {counts.GetValueOrDefault(id)} times"));
        }
    }

    [Fact]
    public async Task The_query_seeks_and_never_uses_OFFSET_nor_constants()
    {
        Add(30, new Random(3));

        await Walk(ByName, 10);

        Assert.DoesNotContain("OFFSET", _db.Sql, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"p\".\"Name\" >= @", _db.Sql, StringComparison.Ordinal);
        Assert.Contains("LIMIT @", _db.Sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_does_not_tell_rows_apart_is_refused()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _db.People.ToKeysetPageAsync(Page(new() { PageSize = 5 }), Keyset.Ascending((Person p) => p.Name)));

        Assert.Contains("primary key (Id)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_may_be_null_is_refused() =>
        Assert.Throws<ArgumentException>(() => Keyset.Ascending((Person p) => p.Score));

    [Fact]
    public async Task A_token_of_another_order_is_an_invalid_argument()
    {
        Add(30, new Random(4));
        var first = await _db.People.ToKeysetPageAsync(Page(new() { PageSize = 5 }), ByName);

        var error = await Assert.ThrowsAsync<RpcException>(
            () => _db.People.ToKeysetPageAsync(Page(new() { PageToken = first.NextPageToken }), OldestFirst));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    [Fact]
    public async Task The_last_page_has_no_token_even_when_it_is_full()
    {
        Add(10, new Random(5));

        var page = await _db.People.ToKeysetPageAsync(Page(new() { PageSize = 10 }), ByName);

        Assert.Equal((10, ""), (page.Items.Count, page.NextPageToken));
    }

    private PageRequest Page(ListPeopleRequest request) => PageRequest.ForMethod(Method, request, _tokens);

    private async Task<List<int>> Walk(KeysetOrder<Person> order, int size, Action? betweenPages = null)
    {
        var request = new ListPeopleRequest { PageSize = size };
        var seen = new List<int>();
        do
        {
            var page = await _db.People.ToKeysetPageAsync(Page(request), order, TestContext.Current.CancellationToken);
            Assert.True(page.Items.Count <= size);
            seen.AddRange(page.Items.Select(p => p.Id));
            request.PageToken = page.NextPageToken;
            betweenPages?.Invoke();
        }
        while (request.PageToken.Length > 0);

        return seen;
    }

    private void Add(int count, Random random)
    {
        var code = new byte[16];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(code);
            _db.Add(new Person
            {
                Name = RandomName(random),
                Age = random.Next(5),
                Born = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(random.Next(10)),
                Code = new Guid(code),
            });
        }

        _db.SaveChanges();
    }

    // Few names, so that many rows are equal in the first column.
    private static string RandomName(Random random) => $"{"Aaäß'"[random.Next(5)]}{random.Next(4)}";
}
