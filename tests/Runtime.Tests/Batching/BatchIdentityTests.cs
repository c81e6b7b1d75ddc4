// Whose item is it? Responses that reorder, repeat, leave out and invent items, against a real server.
using Grpc.Core;
using GrpcSdk.Batching;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;

namespace GrpcSdk.Runtime.Tests.Batching;

public class BatchIdentityTests
{
    // Asked for 1, 2, 3: the users that came, what was said to be missing, and what each key got (an error ends all).
    [Theory]
    [InlineData("1 2 3", "", "1 2 3")]
    [InlineData("3 2 1", "", "1 2 3")]
    [InlineData("3 1", "", "1 NotFound 3")]
    [InlineData("3 1", "2", "1 NotFound 3")]
    [InlineData("", "", "NotFound NotFound NotFound")]
    [InlineData("", "1 2 3", "NotFound NotFound NotFound")]
    [InlineData("1 9 3", "", "an item with the Id '9', which was not asked for")]
    [InlineData("1 2 3 9", "", "an item with the Id '9', which was not asked for")]
    [InlineData("1 2 2", "", "more than one item with the Id '2'")]
    [InlineData("1 2 3 3", "", "more than one item with the Id '3'")]
    [InlineData("1 - 3", "", "an item without Id, at index 1")]
    [InlineData("1 - 3", "2", "1 NotFound 3")]
    [InlineData("1 3", "9", "as not found the key '9', which was not asked for")]
    [InlineData("- - -", "", "- - -")]
    [InlineData("- -", "", "2 items for 3 keys, and they have nothing to tell them apart by")]
    public async Task Items_that_carry_their_key_are_given_to_it(string users, string missing, string expected)
    {
        await using var server = await LabServer.StartAsync(new()
        {
            BatchGetUsers = _ => new() { Users = { Split(users).Select(User) }, MissingIds = { Split(missing) } },
        });

        Assert.Equal(expected, await Outcome(() => server.Client.BatchGetAllUsersAsync(["1", "2", "3"]), user => user.Id));
    }

    [Theory]
    [InlineData("1 2", "1 2")]
    [InlineData("2 1", "1 2")]
    [InlineData("1 9", "an item with the Id '9', which was not asked for")]
    [InlineData("2", "Unknown 2")]
    [InlineData("- -", "- -")]
    public async Task Updates_are_known_by_the_id_of_what_they_update(string users, string expected)
    {
        await using var server = await LabServer.StartAsync(new() { BatchUpdateUsers = _ => new() { Users = { Split(users).Select(User) } } });
        UpdateUserRequest[] updates = [new() { User = User("1") }, new() { User = User("2") }];

        Assert.Equal(expected, await Outcome(() => server.Client.BatchUpdateAllUsersAsync(updates), user => user.Id));
    }

    [Theory]
    [InlineData("1 1 2", "1a 1b 2c")]
    [InlineData("2 1 1", "1b 1c 2a")]
    [InlineData("1 2", "fewer items with the Id '1' than were asked for")]
    public async Task Two_updates_of_one_user_are_both_answered(string users, string expected)
    {
        await using var server = await LabServer.StartAsync(new()
        {
            BatchUpdateUsers = _ => new() { Users = { Split(users).Select((id, i) => new User { Id = id, Email = $"{(char)('a' + i)}" }) } },
        });
        UpdateUserRequest[] updates = [.. new[] { "1", "1", "2" }.Select(id => new UpdateUserRequest { User = User(id) })];

        Assert.Equal(expected, await Outcome(() => server.Client.BatchUpdateAllUsersAsync(updates), user => user.Id + user.Email));
    }

    // The names that were proposed are a, b, c; the server may give others.
    [Theory]
    [InlineData("a b c", "a b c")]
    [InlineData("c b a", "a b c")]
    [InlineData("a-1 b-2 c-3", "a-1 b-2 c-3")]
    [InlineData("a b-2 c", "a b-2 c")]
    [InlineData("b a-1 c", "the item with the Name 'b' in the place of another one")]
    [InlineData("a-1 b-2", "2 items for 3 keys, and they have nothing to tell them apart by")]
    [InlineData("c a", "a Unknown c")]
    [InlineData("a b b", "more than one item with the Name 'b'")]
    public async Task What_is_new_may_get_another_name_but_no_other_place(string items, string expected)
    {
        await using var server = await LabServer.StartAsync(new() { BatchCreate = _ => new() { Items = { Split(items).Select(n => new Item { Name = n }) } } });
        CreateItemRequest[] creates = [.. new[] { "a", "b", "c" }.Select(n => new CreateItemRequest { Item = new() { Name = n } })];

        Assert.Equal(expected, await Outcome(() => server.Client.BatchCreateAllItemsAsync(creates), item => item.Name));
    }

    [Theory]
    [InlineData("1 2 3", "", "1 2 3")]
    [InlineData("1 2", "", "2 items for 3 keys, and they have nothing to tell them apart by")]
    [InlineData("1 2 3", "0 5 0", "1 NotFound 3")]
    [InlineData("1 3", "0 5 0", "1 NotFound 3")]
    [InlineData("1 2 3", "0 99 -1", "1 Unknown Unknown")]
    [InlineData("1 2 3", "0 0", "2 statuses for 3 keys")]
    public async Task Items_without_a_key_are_taken_in_order_and_must_be_as_many(string scores, string statuses, string expected)
    {
        await using var server = await LabServer.StartAsync(new()
        {
            BatchScore = _ => new()
            {
                Scores = { Split(scores).Select(s => new Score { Points = int.Parse(s, null) }) },
                Statuses = { Split(statuses).Select(s => new Google.Rpc.Status { Code = int.Parse(s, null) }) },
            },
        });

        Assert.Equal(expected, await Outcome(() => server.Client.BatchScoreAllTextsAsync(["a", "b", "c"]), score => $"{score.Points}"));
    }

    [Fact]
    public async Task A_failed_request_that_says_OK_or_has_no_place_is_not_taken_for_an_item()
    {
        var failed = new Dictionary<int, Google.Rpc.Status> { [1] = new() };
        await using var server = await LabServer.StartAsync(new()
        {
            BatchCreate = _ => new() { Items = { new Item { Name = "a" }, new Item { Name = "b" } }, FailedRequests = { failed } },
        });
        CreateItemRequest[] creates = [.. new[] { "a", "b" }.Select(n => new CreateItemRequest { Item = new() { Name = n } })];

        Assert.Equal("a b", await Outcome(() => server.Client.BatchCreateAllItemsAsync(creates), item => item.Name));

        failed.Add(7, new() { Code = 3 });
        Assert.Equal("a status for the request at index 7 of 2", await Outcome(() => server.Client.BatchCreateAllItemsAsync(creates), item => item.Name));
    }

    [Fact]
    public async Task A_map_with_a_foreign_key_is_an_error()
    {
        await using var server = await LabServer.StartAsync(new()
        {
            BatchGet = (_, _) => Task.FromResult(new BatchGetItemsResponse { Items = { [1] = new() { Id = 1 }, [9] = new() { Id = 9 } } }),
        });

        Assert.Equal("an item for the key '9', which was not asked for", await Outcome(() => server.Client.BatchGetAllItemsAsync([1, 2]), item => $"{item.Id}"));
    }

    [Fact]
    public async Task Names_that_the_server_spells_in_another_way_are_matched_by_position_on_request()
    {
        await using var server = await LabServer.StartAsync(new() { BatchGetUsers = request => new() { Users = { request.UserIds.Select(id => User($"number-{id}")) } } });
        var byPosition = new BatchOptions { Matching = BatchMatching.ByPosition };

        Assert.Equal("an item with the Id 'number-1', which was not asked for", await Outcome(() => server.Client.BatchGetAllUsersAsync(["1", "2"]), user => user.Id));
        Assert.Equal("number-1 number-2", await Outcome(() => server.Client.BatchGetAllUsersAsync(["1", "2"], byPosition), user => user.Id));
        await using var loader = server.Client.CreateUserLoader(maxBatch: 1, matching: BatchMatching.ByPosition);
        Assert.Equal("number-7", (await loader.LoadAsync("7", TestContext.Current.CancellationToken)).Id);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.Client.BatchGetAllUsersAsync(["1"], new() { Matching = (BatchMatching)7 }));
    }

    [Fact]
    public async Task A_loader_gives_each_caller_its_own_user_and_fails_only_those_whose_answer_is_wrong()
    {
        await using var server = await LabServer.StartAsync(new()
        {
            BatchGetUsers = request => new() { Users = { request.UserIds.Reverse().Select(id => User(id == "2" ? "9" : id)) } },
        });
        await using var loader = server.Client.CreateUserLoader(maxBatch: 4);

        Task<User>[] loads = [.. new[] { "1", "2", "3", "4" }.Select(id => loader.LoadAsync(id, TestContext.Current.CancellationToken))];

        Assert.Equal("1", (await loads[0]).Id);
        var error = await Assert.ThrowsAsync<RpcException>(() => loads[1]);
        Assert.Equal((StatusCode.Internal, "LabService.BatchGetUsers returned an item with the Id '9', which was not asked for."), (error.StatusCode, error.Status.Detail));
        Assert.Equal("3", (await loads[2]).Id);
        Assert.Equal("4", (await loads[3]).Id);
    }

    // Any permutation of any part of the keys, with what is left out named or not.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_the_order_every_key_gets_its_own_item(int seed)
    {
        var random = new Random(seed);
        await using var server = await LabServer.StartAsync(new()
        {
            BatchGetUsers = request =>
            {
                var response = new BatchGetUsersResponse();
                foreach (var id in request.UserIds.OrderBy(_ => random.Next()))
                {
                    if (int.Parse(id, null) % 7 != 0)
                    {
                        response.Users.Add(User(id));
                    }
                    else if (random.Next(2) == 0)
                    {
                        response.MissingIds.Add(id);
                    }
                }

                return response;
            },
        });
        string[] keys = [.. Enumerable.Range(0, 500).Select(_ => $"{random.Next(200)}")];

        var results = await server.Client.BatchGetAllUsersAsync(keys, new() { MaxBatchSize = random.Next(1, 50), MaxConcurrency = 1 });

        Assert.Equal(keys, results.Select(r => r.Key));
        Assert.All(results, r => Assert.Equal(int.Parse(r.Key, null) % 7 == 0 ? "NotFound" : r.Key, r.IsOk ? r.Item!.Id : r.Status.StatusCode.ToString()));
    }

    private static async Task<string> Outcome<TKey, TItem>(Func<Task<IReadOnlyList<BatchResult<TKey, TItem>>>> call, Func<TItem, string> show)
    {
        try
        {
            return string.Join(' ', (await call()).Select(r => !r.IsOk ? r.Status.StatusCode.ToString() : show(r.Item!) is { Length: > 0 } text ? text : "-"));
        }
        catch (BatchException e)
        {
            Assert.Equal(StatusCode.Internal, e.StatusCode);
            return e.Status.Detail[(e.Status.Detail.IndexOf(" returned ", StringComparison.Ordinal) + " returned ".Length)..].TrimEnd('.');
        }
    }

    private static User User(string id) => new() { Id = id == "-" ? "" : id };

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
