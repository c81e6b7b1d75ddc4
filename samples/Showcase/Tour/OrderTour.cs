// Orders: a service that calls others, what becomes of their errors, and what is left of the deadline.

using Acme.Orders.V1;
using Acme.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Showcase.Tour;

internal static class OrderTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("orders", "ProcessOrder, and a retry with its request id", OrderAsync),
        new("orders", "ProcessOrder of what is not there", RefusedAsync),
        new("orders", "ComplexOperation within its deadline", BudgetAsync),
        new("orders", "ComplexOperation beyond its deadline", DeadlineAsync),
    ];

    private static async Task<string> OrderAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new OrderService.OrderServiceClient(tour.Channel);
        var request = new OrderRequest { ProductId = 5, Quantity = 2, UserId = 1, RequestId = "tour-order" };
        var order = await client.ProcessOrderAsync(request, cancellationToken: cancellationToken);
        Expect.Equal(order, await client.ProcessOrderAsync(request, cancellationToken: cancellationToken), "what the retry returns");
        return $"order {order.OrderId}: {order.Quantity} pieces for {order.TotalPriceCents / 100.0:0.00}, stored once";
    }

    private static async Task<string> RefusedAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new OrderService.OrderServiceClient(tour.Channel);
        var unknown = await Expect.StatusAsync(
            StatusCode.InvalidArgument,
            async () => await client.ProcessOrderAsync(new OrderRequest { ProductId = 999_999, Quantity = 1, UserId = 1 }, cancellationToken: cancellationToken));
        Expect.Equal("product_id", unknown.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations[0].Field, "the field");
        var tooMany = await Expect.StatusAsync(
            StatusCode.FailedPrecondition,
            async () => await client.ProcessOrderAsync(new OrderRequest { ProductId = 5, Quantity = 1000, UserId = 1 }, cancellationToken: cancellationToken));
        Expect.Equal("OUT_OF_STOCK", tooMany.GetRpcStatus()?.GetDetail<PreconditionFailure>()?.Violations[0].Type, "the precondition");
        return "the inventory's NOT_FOUND became INVALID_ARGUMENT on product_id; too many became FAILED_PRECONDITION";
    }

    private static async Task<string> BudgetAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new OrderService.OrderServiceClient(tour.Channel);
        var users = new UserService.UserServiceClient(tour.Channel);
        var buyer = await users.ListUsersAsync(new ListUsersRequest { PageSize = 1 }, cancellationToken: cancellationToken);
        var request = new ComplexOperationRequest { UserId = buyer.Users[0].Id, ProductId = 5, StepDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(100)) };
        var response = await client.ComplexOperationAsync(request, deadline: DateTime.UtcNow.AddSeconds(20), cancellationToken: cancellationToken);
        var budgets = response.Steps.Select(step => step.Budget.ToTimeSpan().TotalSeconds).ToList();
        Expect.True(budgets.Count == 2 && budgets[1] <= budgets[0] - 0.09 && budgets[0] <= 20, "the second step has less time than the first");
        return $"{response.UserName} found with {budgets[0]:0.00} s left, the inventory asked with {budgets[1]:0.00} s left";
    }

    private static async Task<string> DeadlineAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new OrderService.OrderServiceClient(tour.Channel);
        var request = new ComplexOperationRequest { UserId = 1, ProductId = 5, StepDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)) };
        await Expect.StatusAsync(
            StatusCode.DeadlineExceeded,
            async () => await client.ComplexOperationAsync(request, deadline: DateTime.UtcNow.AddMilliseconds(200), cancellationToken: cancellationToken));
        return "DEADLINE_EXCEEDED after 0.2 s, not after the 20 s of its steps";
    }
}
