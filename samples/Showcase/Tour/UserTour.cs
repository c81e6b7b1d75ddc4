// Users: the standard methods, pages, batches, both bulk streams, and two versions of one service.

using Acme.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Showcase.Tour;

internal static class UserTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("users", "CreateUser and GetUser", CreateAndGetAsync),
        new("users", "CreateUser with everything wrong", InvalidAsync),
        new("users", "CreateUser twice, and a retry with a request id", DuplicateAsync),
        new("users", "GetUser that does not exist", NotFoundAsync),
        new("users", "UpdateUser by field mask", UpdateAsync),
        new("users", "CreateUsers (client stream)", BulkCreateAsync),
        new("users", "ListUsersPaged (generated from ListUsers)", ListAsync),
        new("users", "StreamUsers (server stream), broken off and resumed", StreamAsync),
        new("users", "BatchGetUsers", BatchGetAsync),
        new("users", "GetAllUsers (how not to do it)", GetAllAsync),
        new("users", "UpdateUser of version 2, by presence and etag", VersionsAsync),
        new("users", "DeleteUser", DeleteAsync),
    ];

    private const int BulkUsers = 1050;

    private static async Task<string> CreateAndGetAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
        var ada = new User
        {
            Name = "Ada Lovelace",
            Email = "ada@example.com",
            Phone = "+442071234567",
            Role = UserRole.Admin,
            Address = new User.Types.Address { Street = "12 St James's Square", City = "London", Zip = "SW1Y" },
            AdditionalAddresses = { new User.Types.Address { City = "Ockham" } },
            Tags = { "beta", "founder" },
        };

        var created = await client.CreateUserAsync(new CreateUserRequest { User = ada }, cancellationToken: cancellationToken);
        var read = await client.GetUserAsync(new GetUserRequest { Id = created.Id }, cancellationToken: cancellationToken);
        Expect.Equal(created, read, "the user that was read");
        Expect.Equal(ada.Address, read.Address, "the address");
        return $"user {read.Id}, {read.Role}, {read.AdditionalAddresses.Count + 1} addresses, tags {string.Join(" and ", read.Tags)}";
    }

    private static async Task<string> InvalidAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
        var wrong = new User { Email = "nobody", Phone = "call me", Tags = { "Not A Tag" } };
        var error = await Expect.StatusAsync(
            StatusCode.InvalidArgument,
            async () => await client.CreateUserAsync(new CreateUserRequest { User = wrong }, cancellationToken: cancellationToken));

        var fields = error.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Select(violation => violation.Field).ToList() ?? [];
        Expect.Equal("user.name, user.email, user.phone, user.tags", string.Join(", ", fields), "the fields of the BadRequest");
        return $"INVALID_ARGUMENT with BadRequest for {string.Join(", ", fields)}";
    }

    private static async Task<string> DuplicateAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
        var request = new CreateUserRequest { User = new User { Name = "Grace Hopper", Email = "grace@example.com" }, RequestId = "tour-grace" };
        var first = await client.CreateUserAsync(request, cancellationToken: cancellationToken);
        var retried = await client.CreateUserAsync(request, cancellationToken: cancellationToken);
        Expect.Equal(first, retried, "what the retry returns");

        var other = new CreateUserRequest { User = new User { Name = "Another Grace", Email = "GRACE@example.com" } };
        var error = await Expect.StatusAsync(StatusCode.AlreadyExists, async () => await client.CreateUserAsync(other, cancellationToken: cancellationToken));
        Expect.Equal("GRACE@example.com", error.GetRpcStatus()?.GetDetail<ResourceInfo>()?.ResourceName, "the name in ResourceInfo");
        return $"the retry returned user {first.Id} again; another creation got ALREADY_EXISTS";
    }

    private static async Task<string> NotFoundAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
        var error = await Expect.StatusAsync(
            StatusCode.NotFound,
            async () => await client.GetUserAsync(new GetUserRequest { Id = 999_999 }, cancellationToken: cancellationToken));
        var resource = error.GetRpcStatus()?.GetDetail<ResourceInfo>();
        Expect.Equal("users/999999", resource?.ResourceName, "the name in ResourceInfo");
        return $"NOT_FOUND with ResourceInfo {resource!.ResourceName}";
    }

    private static async Task<string> UpdateAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
        var draft = new User { Name = "Alan Turing", Email = "alan@example.com", Phone = "+441908640404", Tags = { "beta" } };
        var created = await client.CreateUserAsync(new CreateUserRequest { User = draft }, cancellationToken: cancellationToken);

        var change = new UpdateUserRequest
        {
            User = new User { Id = created.Id, Name = "not in the mask", Address = new User.Types.Address { City = "Bletchley" } },
            UpdateMask = new FieldMask { Paths = { "address.city", "phone", "tags" } },
        };
        var updated = await client.UpdateUserAsync(change, cancellationToken: cancellationToken);
        Expect.Equal("Alan Turing", updated.Name, "the name, which the mask does not have");
        Expect.Equal("Bletchley", updated.Address?.City, "the city");
        Expect.Equal("", updated.Phone, "the phone number, which the mask has and the request does not");
        Expect.Equal(0, updated.Tags.Count, "the number of tags");

        change.UpdateMask = new FieldMask { Paths = { "create_time" } };
        await Expect.StatusAsync(StatusCode.InvalidArgument, async () => await client.UpdateUserAsync(change, cancellationToken: cancellationToken));
        return "city set, phone and tags cleared, name kept; a mask with create_time got INVALID_ARGUMENT";
    }

    private static async Task<string> BulkCreateAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
        var drafts = Enumerable.Range(0, BulkUsers).Select(i => new CreateUserRequest
        {
            User = new User { Name = $"Bulk {i:0000}", Email = i == 7 ? "wrong" : $"bulk{i:0000}@example.com", Tags = { "bulk" } },
        });
        var response = await client.CreateUsersAsync(drafts.ToAsyncEnumerable(), callOptions: new CallOptions(cancellationToken: cancellationToken));
        Expect.Equal(BulkUsers - 1, response.CreatedCount, "users created");
        Expect.Equal(1, response.FailedCount, "users that failed");
        Expect.Equal(7, response.Failures[0].Index, "which one failed");
        Expect.Equal((int)Code.InvalidArgument, response.Failures[0].Status.Code, "why it failed");
        return $"{response.CreatedCount} created by one call; number 7 failed alone with INVALID_ARGUMENT";
    }

    private static async Task<string> ListAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
        var request = new ListUsersRequest { Filter = "tag:bulk" };
        var ids = new List<int>();
        var pages = 0;
        await foreach (var page in client.ListUsersPaged(request, new() { PageSize = 250 }).AsPages().WithCancellation(cancellationToken))
        {
            ids.AddRange(page.Items.Select(user => user.Id));
            Expect.Equal(BulkUsers - 1, page.Response.TotalCount, "the total count");
            pages++;
        }

        Expect.Equal(BulkUsers - 1, ids.Count, "users on all pages");
        Expect.True(ids.SequenceEqual(ids.Order().Distinct()), "each user comes once, in the order of the ids");

        request.PageToken = (await client.ListUsersAsync(new ListUsersRequest { PageSize = 1, Filter = "role:member" }, cancellationToken: cancellationToken)).NextPageToken;
        await Expect.StatusAsync(StatusCode.InvalidArgument, async () => await client.ListUsersAsync(request, cancellationToken: cancellationToken));
        return $"the generated pager read {ids.Count} users on {pages} pages; the token of another filter got INVALID_ARGUMENT";
    }

    private static async Task<string> StreamAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
        var ids = new List<int>();
        using (var broken = client.StreamUsers(new StreamUsersRequest { Filter = "bulk" }, cancellationToken: cancellationToken))
        {
            await foreach (var user in broken.ResponseStream.ReadAllAsync(cancellationToken))
            {
                ids.Add(user.Id);
                if (ids.Count == 300)
                {
                    break;
                }
            }
        }

        // This one would go on by itself after a drop.
        await foreach (var user in client.StreamUsersResumable(new StreamUsersRequest { Filter = "bulk", AfterId = ids[^1] }).WithCancellation(cancellationToken))
        {
            ids.Add(user.Id);
        }

        Expect.Equal(BulkUsers - 1, ids.Count, "users streamed");
        Expect.True(ids.SequenceEqual(ids.Order().Distinct()), "each user comes once, in the order of the ids");
        return $"{ids.Count} users, 300 before the break and the rest after it, none twice";
    }

    private static async Task<string> BatchGetAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
        var page = await client.ListUsersAsync(new ListUsersRequest { PageSize = 3 }, cancellationToken: cancellationToken);
        var request = new BatchGetUsersRequest { UserIds = { page.Users.Select(user => user.Id) } };
        request.UserIds.Add([888_888, 888_888]);

        var response = await client.BatchGetUsersAsync(request, cancellationToken: cancellationToken);
        Expect.True(page.Users.All(user => user.Equals(response.Users[user.Id])), "every user is in the map");
        Expect.Equal("888888", string.Join(", ", response.NotFound), "not found");

        // The generated helpers: any number of keys in batches, and single gets of the same moment in one batch.
        var results = await client.BatchGetAllUsersAsync([.. request.UserIds.Distinct()], new() { MaxBatchSize = 2 }, callOptions: new CallOptions(cancellationToken: cancellationToken));
        Expect.Equal("OK OK OK NotFound", string.Join(" ", results.Select(result => result.Status.StatusCode)), "one result per key, in their order");
        await using var loader = client.CreateUserLoader();
        var loaded = await Task.WhenAll(page.Users.Select(user => loader.LoadAsync(user.Id, cancellationToken)));
        Expect.True(loaded.SequenceEqual(page.Users), "the loader gives the same users");
        return $"{response.Users.Count} users in the map, {response.NotFound[0]} in not_found; the same through the generated batches and loader";
    }

    private static async Task<string> GetAllAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
#pragma warning disable CS0612 // The contrast is the point.
        var error = await Expect.StatusAsync(StatusCode.ResourceExhausted, async () => await client.GetAllUsersAsync(new Empty(), cancellationToken: cancellationToken));
#pragma warning restore CS0612
        Expect.True(error.GetRpcStatus()?.GetDetail<QuotaFailure>() is not null, "a QuotaFailure comes with it");
        return $"RESOURCE_EXHAUSTED over {BulkUsers} users, where StreamUsers sent them all";
    }

    private static async Task<string> VersionsAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var v1 = new UserService.UserServiceClient(tour.Channel);
        var v2 = new Acme.Users.V2.UserService.UserServiceClient(tour.Channel);
        var created = await v1.CreateUserAsync(
            new CreateUserRequest { User = new User { Name = "Edsger Dijkstra", Email = "edsger@example.com", Phone = "+31401234567" } },
            cancellationToken: cancellationToken);

        var seen = await v2.GetUserAsync(new Acme.Users.V2.GetUserRequest { Id = created.Id }, cancellationToken: cancellationToken);
        var change = new Acme.Users.V2.UpdateUserRequest { Id = seen.Id, Name = "E. W. Dijkstra", Etag = seen.Etag };
        var updated = await v2.UpdateUserAsync(change, cancellationToken: cancellationToken);
        Expect.Equal("E. W. Dijkstra", updated.Name, "the name, which was present");
        Expect.Equal(created.Phone, updated.Phone, "the phone number, which was absent");
        Expect.True(updated.Etag != seen.Etag, "the etag changes");

        await Expect.StatusAsync(StatusCode.Aborted, async () => await v2.UpdateUserAsync(change, cancellationToken: cancellationToken));
        var read = await v1.GetUserAsync(new GetUserRequest { Id = created.Id }, cancellationToken: cancellationToken);
        Expect.Equal(updated.Name, read.Name, "the name in version 1");
        return "version 1 sees what version 2 changed; the old etag got ABORTED";
    }

    private static async Task<string> DeleteAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UserService.UserServiceClient(tour.Channel);
        var created = await client.CreateUserAsync(
            new CreateUserRequest { User = new User { Name = "Soon Gone", Email = "gone@example.com" } },
            cancellationToken: cancellationToken);
        var admin = tour.SignedIn("admin").Users;
        await admin.DeleteUserAsync(new DeleteUserRequest { Id = created.Id }, cancellationToken: cancellationToken);
        await Expect.StatusAsync(
            StatusCode.NotFound,
            async () => await admin.DeleteUserAsync(new DeleteUserRequest { Id = created.Id }, cancellationToken: cancellationToken));
        return "deleted once; the second time NOT_FOUND";
    }
}
