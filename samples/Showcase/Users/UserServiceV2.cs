// acme.users.v2.UserService: the same users as version 1, changed by presence, guarded by etags.

using Acme.Users.V2;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcSdk;
using GrpcSdk.AspNetCore.Paging;
using Microsoft.AspNetCore.Authorization;
using Showcase.Errors;
using Showcase.Security;

namespace Showcase.Users;

[GrpcService]
internal sealed class UserServiceV2(UserDirectory directory, PageTokenProtector tokens) : UserService.UserServiceBase
{
    public override async Task<User> GetUser(GetUserRequest request, ServerCallContext context) =>
        (await directory.GetAsync(request.Id, context.CancellationToken)).ToV2();

    public override async Task<ListUsersResponse> ListUsers(ListUsersRequest request, ServerCallContext context)
    {
        var page = await directory.ListAsync(request.Filter, PageRequest.From(request, context, tokens), context.CancellationToken);
        var response = new ListUsersResponse { NextPageToken = page.NextPageToken, TotalCount = page.TotalCount };
        response.Users.AddRange(page.Users.Select(user => user.ToV2()));
        return response;
    }

    public override async Task<User> CreateUser(CreateUserRequest request, ServerCallContext context)
    {
        var draft = new UserRecord();
        draft.Assign(request.User ?? throw RpcErrors.Invalid("user", "A user is required."));
        return (await directory.CreateAsync(draft, request.RequestId, context.CancellationToken)).ToV2();
    }

    public override async Task<User> UpdateUser(UpdateUserRequest request, ServerCallContext context)
    {
        var expected = UserMessagesV2.Revision(request.Etag);
        var user = await directory.UpdateAsync(request.Id, "id", "", expected, record => record.Assign(request), context.CancellationToken);
        return user.ToV2();
    }

    [Authorize(Policies.Admin)]
    public override async Task<Empty> DeleteUser(DeleteUserRequest request, ServerCallContext context)
    {
        await directory.DeleteAsync(request.Id, UserMessagesV2.Revision(request.Etag), context.CancellationToken);
        return new Empty();
    }
}
