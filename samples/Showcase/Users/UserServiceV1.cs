// acme.users.v1.UserService: the standard methods, pages, batches and both bulk streams.

using Acme.Users.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore.Paging;
using Microsoft.AspNetCore.Authorization;
using Showcase.Errors;
using Showcase.Hosting;
using Showcase.Security;

namespace Showcase.Users;

[GrpcService]
internal sealed class UserServiceV1(UserDirectory directory, PageTokenProtector tokens) : UserService.UserServiceBase
{
    private const int MaxBatch = 1000;
    private const int MaxUserList = 1000;
    private const int MaxFailures = 100;

    public override async Task<User> GetUser(GetUserRequest request, ServerCallContext context) =>
        (await directory.GetAsync(request.Id, context.CancellationToken)).ToV1();

    public override async Task<ListUsersResponse> ListUsers(ListUsersRequest request, ServerCallContext context)
    {
        var page = await directory.ListAsync(request.Filter, PageRequest.From(request, context, tokens), context.CancellationToken);
        var response = new ListUsersResponse { NextPageToken = page.NextPageToken, TotalCount = page.TotalCount };
        response.Users.AddRange(page.Users.Select(user => user.ToV1()));
        await context.UseGzipAsync();
        return response;
    }

    public override async Task<User> CreateUser(CreateUserRequest request, ServerCallContext context) =>
        (await CreateAsync(request, context.CancellationToken)).ToV1();

    public override async Task<User> UpdateUser(UpdateUserRequest request, ServerCallContext context)
    {
        var source = request.User ?? throw RpcErrors.Invalid("user", "Which user, and what to change?");
        var user = await directory.UpdateAsync(
            source.Id,
            "user.id",
            "user.",
            expected: null,
            record =>
            {
                var changed = record.ToV1();
                UserMask.Merge(request.UpdateMask, source, changed);
                record.Assign(changed);
            },
            context.CancellationToken);
        return user.ToV1();
    }

    [Authorize(Policies.Admin)]
    public override async Task<Empty> DeleteUser(DeleteUserRequest request, ServerCallContext context)
    {
        await directory.DeleteAsync(request.Id, expected: null, context.CancellationToken);
        return new Empty();
    }

    public override async Task<BatchGetUsersResponse> BatchGetUsers(BatchGetUsersRequest request, ServerCallContext context)
    {
        if (request.UserIds.Count > MaxBatch)
        {
            throw RpcErrors.Invalid("user_ids", $"At most {MaxBatch} ids.");
        }

        var ids = request.UserIds.Distinct().ToList();
        var response = new BatchGetUsersResponse();
        foreach (var user in await directory.GetManyAsync(ids, context.CancellationToken))
        {
            response.Users.Add(user.Id, user.ToV1());
        }

        response.NotFound.AddRange(ids.Where(id => !response.Users.ContainsKey(id)));
        return response;
    }

    public override async Task<CreateUsersResponse> CreateUsers(IAsyncStreamReader<CreateUserRequest> requestStream, ServerCallContext context)
    {
        var response = new CreateUsersResponse();
        var index = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            try
            {
                response.UserIds.Add((await CreateAsync(request, context.CancellationToken)).Id);
            }
            catch (RpcException exception) when (response.FailedCount++ < MaxFailures)
            {
                response.Failures.Add(new CreateUsersResponse.Types.Failure { Index = index, Status = exception.GetRpcStatus() });
            }
            catch (RpcException)
            {
                // Counted above; there is no room to say more.
            }

            index++;
        }

        response.CreatedCount = response.UserIds.Count;
        return response;
    }

    public override async Task StreamUsers(StreamUsersRequest request, IServerStreamWriter<User> responseStream, ServerCallContext context)
    {
        await foreach (var user in directory.StreamAsync(request.Filter, request.AfterId, context.CancellationToken))
        {
            await responseStream.WriteAsync(user.ToV1(), context.CancellationToken);
        }
    }

    [Obsolete("How not to do it; see the proto.")]
    public override async Task<UserList> GetAllUsers(Empty request, ServerCallContext context)
    {
        var users = await directory.TakeAsync(filter: "", afterId: 0, MaxUserList + 1, context.CancellationToken);
        if (users.Count > MaxUserList)
        {
            throw RpcErrors.Exhausted("users", $"There are more than {MaxUserList} users, too many for one message. Use ListUsers or StreamUsers.");
        }

        var list = new UserList();
        list.Users.AddRange(users.Select(user => user.ToV1()));
        return list;
    }

    private async Task<UserRecord> CreateAsync(CreateUserRequest request, CancellationToken cancellationToken)
    {
        var draft = new UserRecord();
        draft.Assign(request.User ?? throw RpcErrors.Invalid("user", "A user is required."));
        return await directory.CreateAsync(draft, request.RequestId, cancellationToken);
    }
}
