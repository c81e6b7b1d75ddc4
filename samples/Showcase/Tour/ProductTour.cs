// Products: a search as a stream, filtered, broken off and resumed.

using Acme.Products.V1;
using Grpc.Core;

namespace Showcase.Tour;

internal static class ProductTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("products", "SearchProducts, broken off and resumed", ResumeAsync),
        new("products", "SearchProducts with each kind of filter", FilterAsync),
    ];

    private static async Task<string> ResumeAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var all = await SearchAsync(tour, new SearchRequest(), int.MaxValue, cancellationToken);
        var begun = await SearchAsync(tour, new SearchRequest(), 50, cancellationToken);
        var rest = await SearchAsync(tour, new SearchRequest { AfterId = begun[^1].Id }, int.MaxValue, cancellationToken);
        Expect.True(begun.Concat(rest).SequenceEqual(all), "the two parts are the whole");
        return $"{begun.Count} products before the break, {rest.Count} after it, {all.Count} in all";
    }

    private static async Task<string> FilterAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var lamps = await SearchAsync(tour, new SearchRequest { Query = "LAMP oak" }, int.MaxValue, cancellationToken);
        Expect.True(lamps.Count == 3 && lamps.All(lamp => lamp.Name.StartsWith("Oak Lamp", StringComparison.Ordinal)), "three oak lamps");
        var books = await SearchAsync(tour, new SearchRequest { Category = "books", Limit = 7 }, int.MaxValue, cancellationToken);
        Expect.True(books.Count == 7 && books.All(book => book.Category == "books"), "seven books");
        var sale = await SearchAsync(tour, new SearchRequest { Tag = "sale" }, int.MaxValue, cancellationToken);
        Expect.True(sale.Count > 0 && sale.All(product => product.Tags.Contains("sale")), "products on sale");
        var mine = await SearchAsync(tour, new SearchRequest { UserId = 2 }, int.MaxValue, cancellationToken);
        Expect.True(mine.Count > 0 && mine.All(product => product.UserId == 2), "products of user 2");
        await Expect.StatusAsync(StatusCode.InvalidArgument, () => SearchAsync(tour, new SearchRequest { Limit = -1 }, int.MaxValue, cancellationToken));
        return $"{lamps.Count} oak lamps, {books.Count} books, {sale.Count} on sale, {mine.Count} of user 2; a negative limit got INVALID_ARGUMENT";
    }

    private static async Task<List<Product>> SearchAsync(TourContext tour, SearchRequest request, int breakAfter, CancellationToken cancellationToken)
    {
        var client = new ProductService.ProductServiceClient(tour.Channel);
        using var call = client.SearchProducts(request, cancellationToken: cancellationToken);
        var products = new List<Product>();
        while (products.Count < breakAfter && await call.ResponseStream.MoveNext(cancellationToken))
        {
            products.Add(call.ResponseStream.Current);
        }

        return products;
    }
}
