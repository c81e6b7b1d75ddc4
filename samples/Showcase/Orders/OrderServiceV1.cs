// acme.orders.v1.OrderService: a service that calls others.

using System.Diagnostics;
using Acme.Inventory.V1;
using Acme.Orders.V1;
using Acme.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk;
using Showcase.Errors;
using Showcase.Products;

namespace Showcase.Orders;

[GrpcService]
internal sealed class OrderServiceV1(
    InventoryService.InventoryServiceClient inventory,
    UserService.UserServiceClient users,
    Catalogue catalogue,
    OrderBook orders,
    TimeProvider time) : OrderService.OrderServiceBase
{
    private const int MaxQuantity = 1000;
    private const string CheckInventory = "acme.inventory.v1.InventoryService/CheckInventory";
    private const string GetUser = "acme.users.v1.UserService/GetUser";
    private static readonly TimeSpan MaxStepDelay = TimeSpan.FromSeconds(10);

    public override async Task<OrderResponse> ProcessOrder(OrderRequest request, ServerCallContext context)
    {
        Check(request);
        if (await orders.FindAsync(request.RequestId, context.CancellationToken) is { } known)
        {
            return ToMessage(known);
        }

        var stock = await CheckInventoryAsync(request.ProductId, request.Quantity, context);
        if (!stock.InStock)
        {
            throw RpcErrors.Precondition(
                "OUT_OF_STOCK",
                $"products/{request.ProductId}",
                $"Only {stock.AvailableQuantity} of {request.Quantity} pieces are there.");
        }

        var product = await catalogue.FindAsync(request.ProductId, context.CancellationToken)
            ?? throw RpcErrors.Invalid("product_id", "It does not exist.");
        return ToMessage(await orders.AddAsync(
            new OrderRecord
            {
                ProductId = product.Id,
                Quantity = request.Quantity,
                UserId = request.UserId,
                TotalPriceCents = product.PriceCents * request.Quantity,
                RequestId = request.RequestId.Length == 0 ? null : request.RequestId,
            },
            context.CancellationToken));
    }

    public override async Task<ComplexOperationResponse> ComplexOperation(ComplexOperationRequest request, ServerCallContext context)
    {
        var delay = request.StepDelay?.ToTimeSpan() ?? TimeSpan.Zero;
        if (delay < TimeSpan.Zero || delay > MaxStepDelay)
        {
            throw RpcErrors.Invalid("step_delay", $"From 0 to {MaxStepDelay.TotalSeconds} s.");
        }

        var response = new ComplexOperationResponse();
        var user = await StepAsync(response, GetUser, delay, context, () => GetUserAsync(request.UserId, context));
        var stock = await StepAsync(response, CheckInventory, delay, context, () => CheckInventoryAsync(request.ProductId, 1, context));
        response.UserName = user.Name;
        response.InStock = stock.InStock;
        return response;
    }

    private Task<InventoryResponse> CheckInventoryAsync(int productId, int quantity, ServerCallContext context) =>
        Downstream.CallAsync(
            CheckInventory,
            "product_id",
            () => inventory.CheckInventoryAsync(new InventoryRequest { ProductId = productId, Quantity = quantity }, Downstream.Options(context)));

    private Task<User> GetUserAsync(int userId, ServerCallContext context) =>
        Downstream.CallAsync(GetUser, "user_id", () => users.GetUserAsync(new GetUserRequest { Id = userId }, Downstream.Options(context)));

    // Cancellation ends the step: of the caller, or by the deadline.
    private async Task<T> StepAsync<T>(ComplexOperationResponse response, string method, TimeSpan delay, ServerCallContext context, Func<Task<T>> call)
    {
        var step = new ComplexOperationResponse.Types.Step { Method = method };
        if (context.Deadline != DateTime.MaxValue)
        {
            step.Budget = (context.Deadline - time.GetUtcNow().UtcDateTime).ToDuration();
        }

        var started = Stopwatch.GetTimestamp();
        var result = await call();
        await Task.Delay(delay, time, context.CancellationToken);
        step.Elapsed = Stopwatch.GetElapsedTime(started).ToDuration();
        response.Steps.Add(step);
        return result;
    }

    private static void Check(OrderRequest request)
    {
        var violations = new List<Violation>();
        if (request.ProductId <= 0)
        {
            violations.Add(new("product_id", "An id is greater than 0."));
        }

        if (request.UserId <= 0)
        {
            violations.Add(new("user_id", "An id is greater than 0."));
        }

        if (request.Quantity is < 1 or > MaxQuantity)
        {
            violations.Add(new("quantity", $"From 1 to {MaxQuantity} pieces."));
        }

        if (violations.Count > 0)
        {
            throw RpcErrors.Invalid(violations);
        }
    }

    private static OrderResponse ToMessage(OrderRecord order) => new()
    {
        OrderId = order.Id,
        ProductId = order.ProductId,
        Quantity = order.Quantity,
        TotalPriceCents = order.TotalPriceCents,
        CreateTime = order.CreateTime.ToTimestamp(),
    };
}
