// UserService over the wire: what the tour does not show.

using Acme.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Showcase.Tests.Support;

namespace Showcase.Tests.Users;

public class UserServiceTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly UserService.UserServiceClient _client = new(showcase.Calls);
    private readonly Acme.Users.V2.UserService.UserServiceClient _clientV2 = new(showcase.Calls);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task An_id_that_is_not_positive_is_an_invalid_argument(int id)
    {
        var error = await FailsAsync(() => _client.GetUserAsync(new GetUserRequest { Id = id }).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("id", Assert.Single(error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task Creating_without_a_user_names_the_missing_field()
    {
        var error = await FailsAsync(() => _client.CreateUserAsync(new CreateUserRequest()).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("user", Assert.Single(error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task Concurrent_creations_with_one_request_id_create_one_user()
    {
        var request = new CreateUserRequest { User = Draft("once"), RequestId = "concurrent" };

        var created = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _client.CreateUserAsync(request).ResponseAsync));

        Assert.Single(created.Select(user => user.Id).Distinct());
    }

    [Fact]
    public async Task Of_concurrent_creations_with_one_address_exactly_one_succeeds()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeAsync(() =>
            _client.CreateUserAsync(new CreateUserRequest { User = Draft("contested") }).ResponseAsync)));

        Assert.Equal(1, outcomes.Count(code => code == StatusCode.OK));
        Assert.Equal(7, outcomes.Count(code => code == StatusCode.AlreadyExists));
    }

    [Fact]
    public async Task Of_concurrent_updates_with_one_etag_exactly_one_succeeds()
    {
        var created = await CreateAsync("etag");
        var seen = await _clientV2.GetUserAsync(new Acme.Users.V2.GetUserRequest { Id = created.Id });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => OutcomeAsync(() =>
            _clientV2.UpdateUserAsync(new Acme.Users.V2.UpdateUserRequest { Id = seen.Id, Name = $"Name {i}", Etag = seen.Etag }).ResponseAsync)));

        Assert.Equal(1, outcomes.Count(code => code == StatusCode.OK));
        Assert.Equal(7, outcomes.Count(code => code == StatusCode.Aborted));
    }

    [Fact]
    public async Task An_etag_that_is_not_ours_is_aborted()
    {
        var created = await CreateAsync("foreign-etag");

        var request = new Acme.Users.V2.DeleteUserRequest { Id = created.Id, Etag = "not an etag" };

        Assert.Equal(StatusCode.Aborted, await OutcomeAsync(() => _clientV2.DeleteUserAsync(request, showcase.As("admin")).ResponseAsync));
    }

    [Fact]
    public async Task Without_a_mask_only_the_fields_that_hold_something_change()
    {
        var created = await CreateAsync("no-mask", user => user.Tags.Add("kept"));

        var updated = await _client.UpdateUserAsync(new UpdateUserRequest { User = new User { Id = created.Id, Role = Acme.Users.V1.UserRole.Moderator } });

        Assert.Equal(Acme.Users.V1.UserRole.Moderator, updated.Role);
        Assert.Equal(created.Name, updated.Name);
        Assert.Equal(created.Tags, updated.Tags);
        Assert.True(updated.UpdateTime.ToDateTime() > created.UpdateTime.ToDateTime());
        Assert.Equal(created.CreateTime, updated.CreateTime);
    }

    [Fact]
    public async Task A_star_replaces_everything_that_the_caller_may_change()
    {
        var created = await CreateAsync("star", user => user.Phone = "+4930901820");

        var replacement = Draft("star-new");
        replacement.Id = created.Id;
        var updated = await _client.UpdateUserAsync(new UpdateUserRequest { User = replacement, UpdateMask = new FieldMask { Paths = { "*" } } });

        Assert.Equal(replacement.Email, updated.Email);
        Assert.Equal("", updated.Phone);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("update_time")]
    [InlineData("age")]
    [InlineData("address.planet")]
    public async Task A_mask_with_a_field_that_nobody_may_change_is_refused(string path)
    {
        var created = await CreateAsync($"mask-{path.Replace('.', '-')}");

        var request = new UpdateUserRequest { User = new User { Id = created.Id }, UpdateMask = new FieldMask { Paths = { path } } };
        var error = await FailsAsync(() => _client.UpdateUserAsync(request).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains(path, Assert.Single(error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Description);
    }

    [Fact]
    public async Task Version_2_removes_what_is_present_and_empty_and_keeps_what_is_absent()
    {
        var created = await CreateAsync("presence", user =>
        {
            user.Phone = "+4930901820";
            user.Tags.Add("old");
            user.Address = new User.Types.Address { City = "Berlin" };
        });

        var updated = await _clientV2.UpdateUserAsync(new Acme.Users.V2.UpdateUserRequest
        {
            Id = created.Id,
            Phone = "",
            Tags = new Acme.Users.V2.UpdateUserRequest.Types.TagList(),
        });

        Assert.Equal("", updated.Phone);
        Assert.Empty(updated.Tags);
        Assert.Equal("Berlin", updated.Address.City);
        Assert.Equal(created.Name, updated.Name);
    }

    [Fact]
    public async Task A_filter_combines_words_tags_and_roles()
    {
        await CreateAsync("filter-a", user => user.Tags.Add("combined"));
        await CreateAsync("filter-b", user =>
        {
            user.Tags.Add("combined");
            user.Role = Acme.Users.V1.UserRole.Admin;
        });
        await CreateAsync("filter-c", user => user.Role = Acme.Users.V1.UserRole.Admin);

        var page = await _client.ListUsersAsync(new ListUsersRequest { Filter = "FILTER-  tag:combined role:admin" });

        Assert.Equal("filter-b@example.com", Assert.Single(page.Users).Email);
        Assert.Equal(1, page.TotalCount);
    }

    [Theory]
    [InlineData("role:king")]
    [InlineData("role:0")]
    [InlineData("age:7")]
    public async Task A_filter_that_is_not_understood_is_an_invalid_argument(string filter)
    {
        var error = await FailsAsync(() => _client.ListUsersAsync(new ListUsersRequest { Filter = filter }).ResponseAsync);

        Assert.Equal("filter", Assert.Single(error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task Pages_of_any_size_hold_each_user_once_while_users_come_and_go()
    {
        const int seed = 20261122;
        var random = new Random(seed);
        var stable = new List<int>();
        for (var i = 0; i < 60; i++)
        {
            stable.Add((await CreateAsync($"page-{i:00}", user => user.Tags.Add("paged"))).Id);
        }

        var seen = new List<int>();
        var token = "";
        var extra = 0;
        do
        {
            var page = await _client.ListUsersAsync(new ListUsersRequest { Filter = "tag:paged", PageSize = random.Next(1, 9), PageToken = token });
            seen.AddRange(page.Users.Select(user => user.Id));
            token = page.NextPageToken;

            // A deletion before the position and a creation behind it would shift pages that count rows.
            if (seen.Count < 40)
            {
                await _client.DeleteUserAsync(new DeleteUserRequest { Id = seen[0] }, showcase.As("admin"));
                stable.Remove(seen[0]);
                seen.RemoveAt(0);
                stable.Add((await CreateAsync($"page-extra-{extra++}", user => user.Tags.Add("paged"))).Id);
            }
        }
        while (token.Length > 0);

        Assert.Equal(stable, seen);
    }

    [Fact]
    public async Task Page_tokens_of_others_and_page_sizes_below_0_are_refused()
    {
        await CreateAsync("token-1");
        await CreateAsync("token-2");
        var token = (await _client.ListUsersAsync(new ListUsersRequest { PageSize = 1 })).NextPageToken;
        Assert.NotEmpty(token);

        Assert.Equal(StatusCode.InvalidArgument, await OutcomeAsync(() => _client.ListUsersAsync(new ListUsersRequest { PageToken = "x" + token }).ResponseAsync));
        Assert.Equal(StatusCode.InvalidArgument, await OutcomeAsync(() => _client.ListUsersAsync(new ListUsersRequest { PageToken = "nonsense" }).ResponseAsync));
        Assert.Equal(StatusCode.InvalidArgument, await OutcomeAsync(() => _clientV2.ListUsersAsync(new Acme.Users.V2.ListUsersRequest { PageToken = token }).ResponseAsync));
        Assert.Equal(StatusCode.InvalidArgument, await OutcomeAsync(() => _client.ListUsersAsync(new ListUsersRequest { PageSize = -1 }).ResponseAsync));
        Assert.Equal(StatusCode.OK, await OutcomeAsync(() => _client.ListUsersAsync(new ListUsersRequest { PageToken = token }).ResponseAsync));
    }

    [Fact]
    public async Task A_bulk_creation_that_breaks_off_keeps_what_came_before()
    {
        using var cancellation = new CancellationTokenSource();
        using (var call = _client.CreateUsers(cancellationToken: cancellation.Token))
        {
            await call.RequestStream.WriteAsync(new CreateUserRequest { User = Draft("broken-off") });
            await WaitUntilListedAsync("broken-off");
            await cancellation.CancelAsync();
            await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        }

        var page = await _client.ListUsersAsync(new ListUsersRequest { Filter = "broken-off" });
        Assert.Single(page.Users);
    }

    [Fact]
    public async Task A_bulk_creation_reports_the_same_errors_as_single_ones()
    {
        await CreateAsync("taken");
        using var call = _client.CreateUsers();
        await call.RequestStream.WriteAsync(new CreateUserRequest { User = Draft("taken") });
        await call.RequestStream.WriteAsync(new CreateUserRequest());
        await call.RequestStream.WriteAsync(new CreateUserRequest { User = Draft("fresh") });
        await call.RequestStream.CompleteAsync();

        var response = await call.ResponseAsync;

        Assert.Equal([0, 1], response.Failures.Select(failure => failure.Index));
        Assert.Equal([(int)Code.AlreadyExists, (int)Code.InvalidArgument], response.Failures.Select(failure => failure.Status.Code));
        Assert.Equal("user", Assert.Single(response.Failures[1].Status.GetDetail<BadRequest>()!.FieldViolations).Field);
        Assert.Single(response.UserIds);
    }

    [Fact]
    public async Task A_batch_above_its_limit_is_refused()
    {
        var request = new BatchGetUsersRequest { UserIds = { Enumerable.Range(1, 1001) } };

        Assert.Equal(StatusCode.InvalidArgument, await OutcomeAsync(() => _client.BatchGetUsersAsync(request).ResponseAsync));
    }

    private static User Draft(string name) => new() { Name = $"User {name}", Email = $"{name}@example.com" };

    private async Task<User> CreateAsync(string name, Action<User>? change = null)
    {
        var draft = Draft(name);
        change?.Invoke(draft);
        return await _client.CreateUserAsync(new CreateUserRequest { User = draft });
    }

    // The server says nothing until the stream ends, so look until the user is there; the test's timeout ends a hang.
    private async Task WaitUntilListedAsync(string word)
    {
        while ((await _client.ListUsersAsync(new ListUsersRequest { Filter = word })).TotalCount == 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task<RpcException> FailsAsync(Func<Task> call) => await Assert.ThrowsAsync<RpcException>(call);

    private static async Task<StatusCode> OutcomeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }
}
