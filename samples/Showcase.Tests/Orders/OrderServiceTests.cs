// OrderService over the wire: retries, idempotency and deadlines across services.

using Acme.Orders.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Showcase.Inventory;
using Showcase.Tests.Support;

namespace Showcase.Tests.Orders;

public class OrderServiceTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly OrderService.OrderServiceClient _client = new(showcase.Channel);

    [Fact(Timeout = 300_000)]
    public async Task An_inventory_that_is_not_available_for_a_moment_is_asked_again()
    {
        var count = showcase.App.Services.GetRequiredService<StockCount>();
        var refusals = count.Refusals;
        using var counting = count.Begin(questions: 1);

        var order = await _client.ProcessOrderAsync(new OrderRequest { ProductId = 5, Quantity = 1, UserId = 1 });

        Assert.True(order.OrderId > 0);
        Assert.Equal(1, count.Refusals - refusals);
    }

    [Fact(Timeout = 300_000)]
    public async Task An_inventory_that_stays_unavailable_is_reported_as_such_with_a_delay_to_wait()
    {
        var count = showcase.App.Services.GetRequiredService<StockCount>();
        var refusals = count.Refusals;
        using var counting = count.Begin();

        var error = await Assert.ThrowsAsync<RpcException>(() =>
            _client.ProcessOrderAsync(new OrderRequest { ProductId = 5, Quantity = 1, UserId = 1 }, deadline: DateTime.UtcNow.AddSeconds(20)).ResponseAsync);

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Equal(TimeSpan.FromMilliseconds(200), GrpcSdk.RpcExceptionDetails.GetRetryDelay(error));
        Assert.Equal(4, count.Refusals - refusals);
    }

    [Fact(Timeout = 300_000)]
    public async Task Concurrent_orders_with_one_request_id_are_one_order()
    {
        var request = new OrderRequest { ProductId = 5, Quantity = 1, UserId = 1, RequestId = "same" };

        var orders = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _client.ProcessOrderAsync(request).ResponseAsync));

        Assert.Single(orders.Select(order => order.OrderId).Distinct());
    }

    [Fact(Timeout = 300_000)]
    public async Task A_wrong_order_names_every_wrong_field()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => _client.ProcessOrderAsync(new OrderRequest()).ResponseAsync);

        Assert.Equal(["product_id", "user_id", "quantity"], GrpcSdk.RpcExceptionDetails.GetFieldViolations(error).Select(violation => violation.Field));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_user_that_does_not_exist_is_the_callers_mistake()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() =>
            _client.ComplexOperationAsync(new ComplexOperationRequest { UserId = 424_242, ProductId = 5 }).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("user_id", Assert.Single(GrpcSdk.RpcExceptionDetails.GetFieldViolations(error)).Field);
    }
}
