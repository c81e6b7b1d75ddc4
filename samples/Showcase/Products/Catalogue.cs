// The products themselves, and what a fresh database has to offer.

using System.Runtime.CompilerServices;
using Acme.Products.V1;
using Microsoft.EntityFrameworkCore;
using Showcase.Data;

namespace Showcase.Products;

internal sealed class Catalogue(IDbContextFactory<ShowcaseDb> databases, TimeProvider time)
{
    private const int Chunk = 1000;

    private static readonly string[] Categories = ["books", "games", "garden", "music", "tools"];
    private static readonly string[] Materials = ["Brass", "Cotton", "Glass", "Oak", "Paper", "Silk", "Steel", "Wool"];
    private static readonly string[] Things = ["Atlas", "Compass", "Flute", "Kite", "Lamp", "Quill", "Spade", "Telescope"];

    /// <summary>
    /// Reads all products that match, ordered by id, in chunks: one chunk is in memory at a time, and no connection is
    /// held while the reader is busy.
    /// </summary>
    public async IAsyncEnumerable<ProductRecord> SearchAsync(SearchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = request.AfterId;
        var left = request.Limit == 0 ? int.MaxValue : request.Limit;
        while (left > 0)
        {
            var size = Math.Min(Chunk, left);
            var chunk = await ReadAsync(request, after, size, cancellationToken);
            foreach (var product in chunk)
            {
                yield return product;
            }

            if (chunk.Count < size)
            {
                yield break;
            }

            left -= size;
            after = chunk[^1].Id;
        }
    }

    /// <summary>Reads one product; null when there is none.</summary>
    public async Task<ProductRecord?> FindAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<ProductRecord>().AsNoTracking().SingleOrDefaultAsync(product => product.Id == id, cancellationToken);
    }

    /// <summary>Fills an empty catalogue: each thing of each material, three of each, in stock 0 to 99 pieces.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("products", cancellationToken);
        if (await db.Set<ProductRecord>().AnyAsync(cancellationToken))
        {
            return;
        }

        var names =
            from series in Enumerable.Range(1, 3)
            from material in Materials
            from thing in Things
            select $"{material} {thing} {series}";
        db.AddRange(names.Select((name, index) => new ProductRecord
        {
            Name = name,
            SearchText = name.ToLowerInvariant(),
            Category = Categories[index % Categories.Length],
            UserId = 1 + (index % 3),
            Tags = index % 10 == 0 ? ["sale"] : [],
            PriceCents = 100 + (index * 25),
            CreateTime = time.GetUtcNow().UtcDateTime,
            Stock = index * 7 % 100,
        }));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<List<ProductRecord>> ReadAsync(SearchRequest request, int after, int count, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Matching(db.Set<ProductRecord>().AsNoTracking(), request)
            .Where(product => product.Id > after)
            .OrderBy(product => product.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<ProductRecord> Matching(IQueryable<ProductRecord> products, SearchRequest request)
    {
        foreach (var word in request.Query.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            products = products.Where(product => product.SearchText.Contains(word));
        }

        return request.FilterCase switch
        {
            SearchRequest.FilterOneofCase.Category => products.Where(product => product.Category == request.Category),
            SearchRequest.FilterOneofCase.UserId => products.Where(product => product.UserId == request.UserId),
            SearchRequest.FilterOneofCase.Tag => products.Where(product => product.Tags.Contains(request.Tag)),
            _ => products,
        };
    }
}
