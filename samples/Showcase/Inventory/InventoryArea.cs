// What the inventory needs in the container.

namespace Showcase.Inventory;

internal static class InventoryArea
{
    public static IServiceCollection AddInventory(this IServiceCollection services) => services.AddSingleton<StockCount>();
}
