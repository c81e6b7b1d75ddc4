// OrderService by itself, with generated mocks of the services that it calls.

using Acme.Inventory.V1;
using Acme.Orders.V1;
using Acme.Users.V1;
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Showcase.Data;
using Showcase.Orders;
using Showcase.Products;
using Showcase.Tests.Support;

[assembly: GrpcMock<InventoryService.InventoryServiceClient>]
[assembly: GrpcMock<UserService.UserServiceClient>]

namespace Showcase.Tests.Orders;

public sealed class OrderUnitTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly InventoryServiceMock _inventory = new();
    private readonly UserServiceMock _users = new();

    [Theory]
    [InlineData(StatusCode.NotFound, StatusCode.InvalidArgument)]
    [InlineData(StatusCode.Unavailable, StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded, StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Cancelled, StatusCode.Cancelled)]
    public async Task What_the_inventory_says_is_translated(StatusCode said, StatusCode answered)
    {
        _inventory.CheckInventory.Throws(said, "internal details of the inventory");

        var error = await Assert.ThrowsAnyAsync<RpcException>(() => ProcessAsync());

        Assert.Equal(answered, error.StatusCode);
        Assert.DoesNotContain("internal details", error.Status.Detail);
    }

    [Theory]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Internal)]
    public async Task What_is_none_of_the_callers_business_is_left_to_recovery(StatusCode said)
    {
        _inventory.CheckInventory.Throws(said, "internal details of the inventory");

        var error = await Assert.ThrowsAsync<DownstreamRpcException>(() => ProcessAsync());

        Assert.Equal("acme.inventory.v1.InventoryService/CheckInventory", error.CalledMethod);
    }

    [Fact]
    public async Task Too_little_stock_is_a_failed_precondition_that_says_how_much_there_is()
    {
        _inventory.CheckInventory.Returns(new InventoryResponse { AvailableQuantity = 1, InStock = false });

        var error = await Assert.ThrowsAsync<RpcException>(() => ProcessAsync());

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Contains("Only 1 of 2", error.Status.Detail);
    }

    [Fact]
    public async Task A_complex_operation_asks_both_services_for_what_it_was_asked()
    {
        _users.GetUser.Returns(new User { Name = "Ada" });
        _inventory.CheckInventory.Returns(new InventoryResponse { InStock = true });

        var response = await Service().ComplexOperation(new ComplexOperationRequest { UserId = 3, ProductId = 5 }, Context());

        Assert.Equal(("Ada", true), (response.UserName, response.InStock));
        _users.GetUser.Received(1, new GetUserRequest { Id = 3 });
        _inventory.CheckInventory.Received(1, new InventoryRequest { ProductId = 5, Quantity = 1 });
        Assert.All(response.Steps, step => Assert.Null(step.Budget));
    }

    [Fact]
    public async Task An_order_that_is_wrong_asks_nobody()
    {
        await Assert.ThrowsAsync<RpcException>(() => Service().ProcessOrder(new OrderRequest(), Context()));

        Assert.Empty(_inventory.CheckInventory.Calls);
    }

    private Task<OrderResponse> ProcessAsync() =>
        Service().ProcessOrder(new OrderRequest { ProductId = 5, Quantity = 2, UserId = 1 }, Context());

    private static TestServerCallContext Context() => TestServerCallContext.Create(cancellationToken: TestContext.Current.CancellationToken);

    private OrderServiceV1 Service()
    {
        var databases = showcase.App.Services.GetRequiredService<IDbContextFactory<ShowcaseDb>>();
        return new OrderServiceV1(_inventory.Client, _users.Client, new Catalogue(databases, TimeProvider.System), new OrderBook(databases, TimeProvider.System), TimeProvider.System);
    }
}
