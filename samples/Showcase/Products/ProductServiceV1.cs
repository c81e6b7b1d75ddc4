// acme.products.v1.ProductService: a result set of any size, sent while it is read.

using Acme.Products.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk;
using Showcase.Errors;

namespace Showcase.Products;

[GrpcService]
internal sealed class ProductServiceV1(Catalogue catalogue) : ProductService.ProductServiceBase
{
    public override async Task SearchProducts(SearchRequest request, IServerStreamWriter<Product> responseStream, ServerCallContext context)
    {
        if (request.Limit < 0)
        {
            throw RpcErrors.Invalid("limit", "A limit is not negative; 0 sends everything.");
        }

        if (request.AfterId < 0)
        {
            throw RpcErrors.Invalid("after_id", "An id is not negative; 0 begins at the start.");
        }

        await foreach (var product in catalogue.SearchAsync(request, context.CancellationToken))
        {
            await responseStream.WriteAsync(ToMessage(product), context.CancellationToken);
        }
    }

    private static Product ToMessage(ProductRecord record)
    {
        var product = new Product
        {
            Id = record.Id,
            Name = record.Name,
            Category = record.Category,
            UserId = record.UserId,
            PriceCents = record.PriceCents,
            CreateTime = record.CreateTime.ToTimestamp(),
        };
        product.Tags.AddRange(record.Tags);
        return product;
    }
}
