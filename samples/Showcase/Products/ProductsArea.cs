// What the products need in the container.

namespace Showcase.Products;

internal static class ProductsArea
{
    public static IServiceCollection AddProducts(this IServiceCollection services) => services.AddSingleton<Catalogue>();
}
