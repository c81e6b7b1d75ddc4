// Unary calls: a read, a page, a write, one that calls other services, and a job that is waited for.

using Acme.BatchJobs.V1;
using Acme.Orders.V1;
using Acme.Users.V1;
using Google.LongRunning;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using OperationsClient = Google.LongRunning.Operations.OperationsClient;

namespace GrpcSdk.Bench.Load.Kinds;

internal sealed class ReadKind() : Kind("unary: GetUser")
{
    public override async Task CallAsync(GrpcChannel channel, int worker, int number) =>
        await new UserService.UserServiceClient(channel).GetUserAsync(new GetUserRequest { Id = 1 }, Options());
}

internal sealed class PageKind() : Kind("unary: ListUsers, a page of 50")
{
    public override async Task CallAsync(GrpcChannel channel, int worker, int number) =>
        await new UserService.UserServiceClient(channel).ListUsersAsync(new ListUsersRequest { PageSize = 50 }, Options());
}

internal sealed class WriteKind() : Kind("unary: CreateUser")
{
    private readonly Ledger<int> _ids = [];

    public override int Acknowledged => _ids.Count;

    public override async Task CallAsync(GrpcChannel channel, int worker, int number)
    {
        var user = new User { Name = "Ada", Email = $"{Guid.CreateVersion7()}@load.example" };
        _ids.Add((await new UserService.UserServiceClient(channel).CreateUserAsync(new CreateUserRequest { User = user }, Options())).Id);
    }

    public override async Task<int> CountLostAsync(GrpcChannel channel)
    {
        var lost = 0;
        foreach (var ids in _ids.Chunk(500))
        {
            var request = new BatchGetUsersRequest { UserIds = { ids } };
            lost += ids.Length - (await new UserService.UserServiceClient(channel).BatchGetUsersAsync(request, Options())).Users.Count;
        }

        return lost;
    }
}

internal sealed class OutgoingKind() : Kind("unary: ComplexOperation, which calls two services")
{
    public override async Task CallAsync(GrpcChannel channel, int worker, int number) =>
        await new OrderService.OrderServiceClient(channel).ComplexOperationAsync(new ComplexOperationRequest { UserId = 1, ProductId = 1 }, Options());
}

internal sealed class JobKind() : Kind("unary: ProcessBatch, and WaitOperation until it is done")
{
    private readonly Ledger<string> _names = [];

    public override int Acknowledged => _names.Count;

    public override async Task CallAsync(GrpcChannel channel, int worker, int number)
    {
        var request = new BatchRequest { Items = { new BatchRequest.Types.Item { Id = "1" } }, RequestId = $"{Guid.CreateVersion7()}" };
        var operation = await new BatchJobService.BatchJobServiceClient(channel).ProcessBatchAsync(request, Options());
        _names.Add(operation.Name);
        if (!await IsDoneAsync(channel, operation.Name, TimeSpan.FromSeconds(10)))
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "The operation is not done."));
        }
    }

    public override async Task<int> CountLostAsync(GrpcChannel channel)
    {
        var lost = 0;
        foreach (var name in _names)
        {
            lost += await IsDoneAsync(channel, name, TimeSpan.FromSeconds(60)) ? 0 : 1;
        }

        return lost;
    }

    private static async Task<bool> IsDoneAsync(GrpcChannel channel, string name, TimeSpan patience)
    {
        var request = new WaitOperationRequest { Name = name, Timeout = Duration.FromTimeSpan(patience) };
        var options = new CallOptions(deadline: DateTime.UtcNow + patience + TimeSpan.FromSeconds(5));
        return await new OperationsClient(channel).WaitOperationAsync(request, options) is { Done: true, Error: null };
    }
}
