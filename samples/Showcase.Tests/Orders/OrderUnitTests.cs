// OrderService by itself, with generated mocks of the services that it calls.

using Acme.Inventory.V1;
using Acme.Orders.V1;
using Acme.Users.V1;
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
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

    private static InventoryResponse Enough => new() { ProductId = 5, AvailableQuantity = 9, InStock = true };

    [Fact]
    public async Task An_order_of_what_is_there_is_stored()
    {
        _inventory.CheckInventory.Returns(Enough);

        var order = await ProcessAsync();

        Assert.True(order.OrderId > 0);
        Assert.True(order.TotalPriceCents > 0);
        _inventory.CheckInventory.Received(1, new InventoryRequest { ProductId = 5, Quantity = 2 });
        _inventory.VerifyNoOtherCalls();
    }

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
    public async Task The_deadline_of_the_order_ends_the_question_to_the_inventory()
    {
        var time = new FakeTimeProvider();
        var deadline = time.GetUtcNow().UtcDateTime.AddSeconds(5);
        var inventory = new InventoryServiceMock(new() { Time = time });
        inventory.CheckInventory.NeverCompletes();

        // The clock of our own server stands still: it is the inventory's client that notices.
        var context = TestServerCallContext.Create(deadline: deadline, time: new FakeTimeProvider());
        var processing = Service(inventory.Client).ProcessOrder(Order, context);
        inventory.CheckInventory.Received(1, call => call.Deadline == deadline);
        time.Advance(TimeSpan.FromSeconds(5));

        var error = await Assert.ThrowsAsync<RpcException>(() => processing);
        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.Contains("acme.inventory.v1.InventoryService/CheckInventory", error.Status.Detail);
    }

    [Fact]
    public async Task An_inventory_that_is_unavailable_once_is_asked_again_for_the_same()
    {
        _inventory.CheckInventory.Sequence(StatusCode.Unavailable, Enough);
        await using var clients = HostClients();

        var order = await ProcessAsync(clients);

        Assert.True(order.OrderId > 0);
        var calls = _inventory.CheckInventory.Received(2, new InventoryRequest { ProductId = 5, Quantity = 2 });
        Assert.Equal([null, "1"], calls.Select(call => call.Header("grpc-previous-rpc-attempts")));
    }

    [Fact]
    public async Task An_inventory_that_fails_in_the_middle_of_its_answer_is_not_asked_again()
    {
        // It has sent headers, so it may have done its work: from there on gRPC does not retry.
        var broken = new Status(StatusCode.Unavailable, "connection reset by internal-host");
        _inventory.CheckInventory.Sequence(RpcOutcome.Failure<InventoryResponse>(broken, headers: new Metadata { { "served-by", "inventory-1" } }), Enough);
        await using var clients = HostClients();

        var error = await Assert.ThrowsAsync<RpcException>(() => ProcessAsync(clients));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.DoesNotContain("internal-host", error.Status.Detail);
        Assert.NotNull(error.GetRetryDelay());
        _inventory.CheckInventory.Received(1);

        // The caller may, for the same order.
        Assert.True((await ProcessAsync(clients)).OrderId > 0);
        _inventory.CheckInventory.Received(2);
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

    private static OrderRequest Order => new() { ProductId = 5, Quantity = 2, UserId = 1 };

    private static TestServerCallContext Context() => TestServerCallContext.Create(cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Over the mock itself.</summary>
    private Task<OrderResponse> ProcessAsync() => Service().ProcessOrder(Order, Context());

    /// <summary>Over a channel to the mock.</summary>
    private Task<OrderResponse> ProcessAsync(IServiceProvider clients) =>
        Service(clients.GetRequiredService<InventoryService.InventoryServiceClient>()).ProcessOrder(Order, Context());

    /// <summary>The clients as the host registers them, real channels with its retries; the mock is the server behind them.</summary>
    private ServiceProvider HostClients()
    {
        const string Client = nameof(InventoryService);
        var services = new ServiceCollection();
        services.AddOrders(new ConfigurationBuilder().AddInMemoryCollection([new($"GrpcClients:{Client}:Address", "http://inventory")]).Build());
        services.AddHttpClient(Client).ConfigurePrimaryHttpMessageHandler(() => _inventory.ToHttpHandler());
        return services.BuildServiceProvider();
    }

    private OrderServiceV1 Service(InventoryService.InventoryServiceClient? inventory = null)
    {
        var databases = showcase.App.Services.GetRequiredService<IDbContextFactory<ShowcaseDb>>();
        return new OrderServiceV1(inventory ?? _inventory.Client, _users.Client, new Catalogue(databases, TimeProvider.System), new OrderBook(databases, TimeProvider.System), TimeProvider.System);
    }
}
