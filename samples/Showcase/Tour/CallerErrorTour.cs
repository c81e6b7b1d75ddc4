// Status codes whose cause is with the caller: what brings each about, what comes with it, and what a client does then.

using Acme.Chat.V1;
using Acme.Inventory.V1;
using Acme.Orders.V1;
using Acme.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using GrpcSdk;
using Showcase.Security;
using static Acme.Chat.V1.ChatMessage.Types;

namespace Showcase.Tour;

internal static class CallerErrorTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("errors", "CANCELLED", CancelledAsync),
        new("errors", "INVALID_ARGUMENT", InvalidArgumentAsync),
        new("errors", "NOT_FOUND", NotFoundAsync),
        new("errors", "ALREADY_EXISTS", AlreadyExistsAsync),
        new("errors", "FAILED_PRECONDITION", FailedPreconditionAsync),
        new("errors", "ABORTED", AbortedAsync),
        new("errors", "OUT_OF_RANGE", OutOfRangeAsync),
        new("errors", "UNAUTHENTICATED", UnauthenticatedAsync),
        new("errors", "PERMISSION_DENIED", PermissionDeniedAsync),
    ];

    private static async Task<string> CancelledAsync(TourContext tour, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var request = new ComplexOperationRequest { UserId = 1, ProductId = 5, StepDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)) };
        using var call = new OrderService.OrderServiceClient(tour.Channel).ComplexOperationAsync(request, cancellationToken: enough.Token);
        await enough.CancelAsync();
        await Expect.StatusAsync(StatusCode.Cancelled, () => call.ResponseAsync);
        return "the caller changed its mind; it asked for this and has nothing to do";
    }

    private static async Task<string> InvalidArgumentAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var users = new UserService.UserServiceClient(tour.Channel);
        var draft = new User { Name = "Barbara Liskov", Email = "barbara(at)example.com" };
        var error = await Expect.StatusAsync(StatusCode.InvalidArgument, () => CreateAsync(users, draft, cancellationToken));
        Expect.Equal("user.email", string.Join(", ", error.GetFieldViolations().Select(violation => violation.Field)), "the wrong fields");
        draft.Email = Unique("barbara");
        await CreateAsync(users, draft, cancellationToken);
        return $"BadRequest names user.email ({error.GetFieldViolations()[0].Description}); corrected and sent again";
    }

    private static async Task<string> NotFoundAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var users = new UserService.UserServiceClient(tour.Channel);
        var error = await Expect.StatusAsync(
            StatusCode.NotFound,
            async () => await users.GetUserAsync(new GetUserRequest { Id = 888_777 }, cancellationToken: cancellationToken));
        Expect.Equal("users/888777", Detail<ResourceInfo>(error).ResourceName, "the resource");
        return "ResourceInfo names users/888777; the client forgets the id that it kept";
    }

    private static async Task<string> AlreadyExistsAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var users = new UserService.UserServiceClient(tour.Channel);
        var draft = new User { Name = "Radia Perlman", Email = Unique("radia") };
        var first = await CreateAsync(users, draft, cancellationToken);
        var error = await Expect.StatusAsync(StatusCode.AlreadyExists, () => CreateAsync(users, draft, cancellationToken));
        Expect.Equal(draft.Email, Detail<ResourceInfo>(error).ResourceName, "the resource");
        var page = await users.ListUsersAsync(new ListUsersRequest { Filter = draft.Email }, cancellationToken: cancellationToken);
        Expect.Equal(first, page.Users.Single(), "the user that is there");
        return "ResourceInfo names the address; the client takes the user that is there";
    }

    private static async Task<string> FailedPreconditionAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var orders = new OrderService.OrderServiceClient(tour.Channel);
        var inventory = new InventoryService.InventoryServiceClient(tour.Channel);
        var request = new OrderRequest { ProductId = 5, Quantity = 1000, UserId = 1 };
        var error = await Expect.StatusAsync(
            StatusCode.FailedPrecondition,
            async () => await orders.ProcessOrderAsync(request, cancellationToken: cancellationToken));
        Expect.Equal("OUT_OF_STOCK", Detail<PreconditionFailure>(error).Violations.Single().Type, "the precondition");
        var stock = await inventory.CheckInventoryAsync(new InventoryRequest { ProductId = 5 }, cancellationToken: cancellationToken);
        request.Quantity = stock.AvailableQuantity;
        await orders.ProcessOrderAsync(request, cancellationToken: cancellationToken);
        return $"PreconditionFailure OUT_OF_STOCK; the client orders the {request.Quantity} pieces that are there";
    }

    private static async Task<string> AbortedAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var users = new Acme.Users.V2.UserService.UserServiceClient(tour.Channel);
        var draft = new Acme.Users.V2.User { Name = "Karen Jones", Email = Unique("karen") };
        var seen = await users.CreateUserAsync(new() { User = draft }, cancellationToken: cancellationToken);
        await users.UpdateUserAsync(new() { Id = seen.Id, Phone = "+441223765432", Etag = seen.Etag }, cancellationToken: cancellationToken);

        var change = new Acme.Users.V2.UpdateUserRequest { Id = seen.Id, Name = "Karen Spärck Jones", Etag = seen.Etag };
        var error = await Expect.StatusAsync(StatusCode.Aborted, async () => await users.UpdateUserAsync(change, cancellationToken: cancellationToken));
        Expect.Equal("ETAG_MISMATCH", error.GetErrorInfo()?.Reason, "the reason");
        change.Etag = (await users.GetUserAsync(new() { Id = seen.Id }, cancellationToken: cancellationToken)).Etag;
        var merged = await users.UpdateUserAsync(change, cancellationToken: cancellationToken);
        Expect.Equal("+441223765432", merged.Phone, "what the other one changed");
        return "ErrorInfo ETAG_MISMATCH: somebody was faster; read again, changed again, both changes are kept";
    }

    private static async Task<string> OutOfRangeAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var chat = new ChatService.ChatServiceClient(tour.Channel);
        var join = new ChatMessage { UserId = "ada", RoomId = Unique("room"), Kind = Kind.Join, Sequence = 99 };
        var error = await Expect.StatusAsync(StatusCode.OutOfRange, () => JoinAsync(chat, join, cancellationToken));
        Expect.Equal("sequence", error.GetFieldViolations().Single().Field, "the field");
        join.Sequence = 0;
        await JoinAsync(chat, join, cancellationToken);
        return "BadRequest: the room never had message 99; the client forgets its position and joins anew";
    }

    private static async Task<string> UnauthenticatedAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var issuer = tour.Host.Services.GetRequiredService<DevelopmentIssuer>();
        var users = new UserService.UserServiceClient(tour.Channel);
        var user = await CreateAsync(users, new User { Name = "Expired", Email = Unique("expired") }, cancellationToken);
        var error = await Expect.StatusAsync(StatusCode.Unauthenticated, () => DeleteAsync(issuer.Issue("ada", "admin", TimeSpan.FromMinutes(-5)).Value));
        Expect.Equal("CREDENTIALS_INVALID", error.GetErrorInfo()?.Reason, "the reason");
        await DeleteAsync(issuer.Issue("ada", "admin").Value);
        return "ErrorInfo CREDENTIALS_INVALID for an expired token; the client gets a fresh one and calls again";

        async Task DeleteAsync(string token) => await users.DeleteUserAsync(
            new DeleteUserRequest { Id = user.Id },
            new Metadata { { "authorization", $"Bearer {token}" } },
            cancellationToken: cancellationToken);
    }

    private static async Task<string> PermissionDeniedAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var member = tour.SignedIn("member").Users;
        var error = await Expect.StatusAsync(
            StatusCode.PermissionDenied,
            async () => await member.DeleteUserAsync(new DeleteUserRequest { Id = 1 }, cancellationToken: cancellationToken));
        Expect.Equal("POLICY_NOT_MET", error.GetErrorInfo()?.Reason, "the reason");
        return "ErrorInfo POLICY_NOT_MET: a member may not delete; the client hides the button, another try would not help";
    }

    private static async Task JoinAsync(ChatService.ChatServiceClient chat, ChatMessage join, CancellationToken cancellationToken)
    {
        using var call = chat.Chat(cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(join, cancellationToken);
        Expect.True(await call.ResponseStream.MoveNext(cancellationToken), "the room answers");
    }

    private static async Task<User> CreateAsync(UserService.UserServiceClient users, User draft, CancellationToken cancellationToken) =>
        await users.CreateUserAsync(new CreateUserRequest { User = draft }, cancellationToken: cancellationToken);

    private static TDetail Detail<TDetail>(RpcException error)
        where TDetail : class, Google.Protobuf.IMessage<TDetail>, new() =>
        error.TryGetDetail<TDetail>(out var detail) ? detail : throw new UnexpectedException($"no {typeof(TDetail).Name} came with {error.Status}");

    // The database may have seen this step before.
    private static string Unique(string name) => $"{name}-{Guid.CreateVersion7():N}@example.com";
}
