// ProductService: a result set far larger than anything that is held in memory.

using Acme.Products.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Showcase.Data;
using Showcase.Tests.Support;

namespace Showcase.Tests.Products;

[Collection(nameof(RunsAlone))]
public sealed class ProductServiceTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private const int Many = 1_000_000;
    private readonly ProductService.ProductServiceClient _client = new(showcase.Channel);

    [Fact(Timeout = 300_000)]
    public async Task A_million_products_are_streamed_in_constant_memory()
    {
        await InsertAsync(Many);
        using var call = _client.SearchProducts(new SearchRequest { Query = "many" });
        var received = 0;
        var lastId = 0;
        var peak = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            Assert.True(call.ResponseStream.Current.Id > lastId);
            lastId = call.ResponseStream.Current.Id;
            if (++received % 100_000 == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.Equal(Many, received);
        Assert.True(peak < 16 << 20, $"server and client together kept {peak >> 20} MiB");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    public async Task A_limit_is_kept_and_the_rest_can_be_asked_for(int limit)
    {
        using var begun = _client.SearchProducts(new SearchRequest { UserId = 1, Limit = limit });
        var first = await begun.ResponseStream.ReadToEndAsync();
        using var rest = _client.SearchProducts(new SearchRequest { UserId = 1, AfterId = first[^1].Id });
        using var all = _client.SearchProducts(new SearchRequest { UserId = 1 });

        Assert.Equal(Math.Min(limit, 64), first.Count);
        Assert.Equal(await all.ResponseStream.ReadToEndAsync(), first.Concat(await rest.ResponseStream.ReadToEndAsync()));
    }

    private async Task InsertAsync(int count)
    {
        await using var db = await showcase.App.Services.GetRequiredService<IDbContextFactory<ShowcaseDb>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
             WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
             INSERT INTO products (Name, SearchText, Category, UserId, Tags, PriceCents, CreateTime, Stock)
             SELECT 'Many ' || n, 'many ' || n, 'many', 9, '[]', n, 0, 1 FROM numbers
             """);
    }
}
