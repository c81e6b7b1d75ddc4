// acme.inventory.v1.InventoryService: how much of a product is there.

using Acme.Inventory.V1;
using Grpc.Core;
using GrpcSdk;
using Showcase.Errors;
using Showcase.Products;

namespace Showcase.Inventory;

[GrpcService]
internal sealed class InventoryServiceV1(Catalogue catalogue, StockCount count) : InventoryService.InventoryServiceBase
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    public override async Task<InventoryResponse> CheckInventory(InventoryRequest request, ServerCallContext context)
    {
        if (request.ProductId <= 0)
        {
            throw RpcErrors.Invalid("product_id", "An id is greater than 0.");
        }

        if (request.Quantity < 0)
        {
            throw RpcErrors.Invalid("quantity", "A quantity is not negative; 0 means one.");
        }

        if (count.Refuses())
        {
            throw RpcErrors.New(StatusCode.Unavailable, "The stock is being counted.", "STOCK_COUNT").SetRetryDelay(RetryDelay).ToException();
        }

        var product = await catalogue.FindAsync(request.ProductId, context.CancellationToken)
            ?? throw RpcErrors.NotFound("product", $"products/{request.ProductId}");
        return new InventoryResponse
        {
            ProductId = product.Id,
            AvailableQuantity = product.Stock,
            InStock = product.Stock >= Math.Max(request.Quantity, 1),
        };
    }
}
