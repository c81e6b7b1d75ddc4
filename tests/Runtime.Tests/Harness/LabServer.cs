// A real gRPC server on a free port; each test says what its methods do.
using Google.LongRunning;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.Runtime.Tests.Lab;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrpcSdk.Runtime.Tests.Harness;

/// <summary>What the server does; a method that a test does not set is UNIMPLEMENTED.</summary>
internal sealed class LabBehaviour
{
    public Func<ListItemsRequest, ServerCallContext, Task<ListItemsResponse>>? List { get; set; }

    public Func<ListByKeyRequest, ListByKeyResponse>? ListByKey { get; set; }

    public Func<ListNestedRequest, ListNestedResponse>? ListNested { get; set; }

    public Func<BatchGetItemsRequest, ServerCallContext, Task<BatchGetItemsResponse>>? BatchGet { get; set; }

    public Func<BatchCreateItemsRequest, BatchCreateItemsResponse>? BatchCreate { get; set; }

    public Func<BatchGetUsersRequest, BatchGetUsersResponse>? BatchGetUsers { get; set; }

    public Func<BatchUpdateUsersRequest, BatchUpdateUsersResponse>? BatchUpdateUsers { get; set; }

    public Func<BatchScoreTextsRequest, BatchScoreTextsResponse>? BatchScore { get; set; }

    public Func<ScrollPointsRequest, ScrollPointsResponse>? Scroll { get; set; }

    public Func<ReadRelationsRequest, IServerStreamWriter<Relation>, ServerCallContext, Task>? ReadRelations { get; set; }

    public Func<IAsyncStreamReader<ImageChunk>, ServerCallContext, Task<UploadSummary>>? UploadImages { get; set; }

    public Func<IAsyncStreamReader<FilePart>, Task<UploadSummary>>? UploadFile { get; set; }

    public Func<IAsyncStreamReader<Item>, Task<UploadSummary>>? CreateItems { get; set; }

    public Func<TailRequest, IServerStreamWriter<Entry>, ServerCallContext, Task>? Tail { get; set; }

    public Func<ReplayRequest, IServerStreamWriter<Entry>, ServerCallContext, Task>? Replay { get; set; }

    public Func<JobRequest, Operation>? RunJob { get; set; }

    public Func<string, Operation>? GetOperation { get; set; }

    /// <summary>The same for answers that take a while; goes before <see cref="GetOperation"/>.</summary>
    public Func<string, ServerCallContext, Task<Operation>>? GetOperationAsync { get; set; }

    public Action<string>? CancelOperation { get; set; }

    public Func<JobRequest, VendorOperation>? BuildDisk { get; set; }

    public Func<string, VendorOperation>? GetDisk { get; set; }
}

/// <summary>Kestrel with HTTP/2 without TLS, and a client for it.</summary>
internal sealed class LabServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;

    private LabServer(WebApplication app)
    {
        _app = app;
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _channel = GrpcChannel.ForAddress(Address);
        Client = new(_channel);
        Operations = new(_channel);
        Vendor = new(_channel);
    }

    public string Address { get; }

    public LabService.LabServiceClient Client { get; }

    public Google.LongRunning.Operations.OperationsClient Operations { get; }

    public VendorOperationService.VendorOperationServiceClient Vendor { get; }

    public static async Task<LabServer> StartAsync(LabBehaviour behaviour)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(behaviour);
        var app = builder.Build();
        app.MapGrpcService<Implementation>();
        app.MapGrpcService<OperationsImplementation>();
        app.MapGrpcService<VendorImplementation>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.StopAsync(TestContext.Current.CancellationToken);
        await _app.DisposeAsync();
    }

    private static RpcException Unset(ServerCallContext context) => new(new Status(StatusCode.Unimplemented, context.Method));

    private sealed class Implementation(LabBehaviour lab) : LabService.LabServiceBase
    {
        public override Task<ListItemsResponse> ListItems(ListItemsRequest request, ServerCallContext context) =>
            (lab.List ?? throw Unset(context))(request, context);

        public override Task<ListByKeyResponse> ListByKey(ListByKeyRequest request, ServerCallContext context) =>
            Task.FromResult((lab.ListByKey ?? throw Unset(context))(request));

        public override Task<ListNestedResponse> ListNested(ListNestedRequest request, ServerCallContext context) =>
            Task.FromResult((lab.ListNested ?? throw Unset(context))(request));

        public override Task<BatchGetItemsResponse> BatchGetItems(BatchGetItemsRequest request, ServerCallContext context) =>
            (lab.BatchGet ?? throw Unset(context))(request, context);

        public override Task<BatchCreateItemsResponse> BatchCreateItems(BatchCreateItemsRequest request, ServerCallContext context) =>
            Task.FromResult((lab.BatchCreate ?? throw Unset(context))(request));

        public override Task<BatchGetUsersResponse> BatchGetUsers(BatchGetUsersRequest request, ServerCallContext context) =>
            Task.FromResult((lab.BatchGetUsers ?? throw Unset(context))(request));

        public override Task<BatchUpdateUsersResponse> BatchUpdateUsers(BatchUpdateUsersRequest request, ServerCallContext context) =>
            Task.FromResult((lab.BatchUpdateUsers ?? throw Unset(context))(request));

        public override Task<BatchScoreTextsResponse> BatchScoreTexts(BatchScoreTextsRequest request, ServerCallContext context) =>
            Task.FromResult((lab.BatchScore ?? throw Unset(context))(request));

        public override Task<ScrollPointsResponse> ScrollPoints(ScrollPointsRequest request, ServerCallContext context) =>
            Task.FromResult((lab.Scroll ?? throw Unset(context))(request));

        public override Task ReadRelations(ReadRelationsRequest request, IServerStreamWriter<Relation> responseStream, ServerCallContext context) =>
            (lab.ReadRelations ?? throw Unset(context))(request, responseStream, context);

        public override Task<UploadSummary> UploadImages(IAsyncStreamReader<ImageChunk> requestStream, ServerCallContext context) =>
            (lab.UploadImages ?? throw Unset(context))(requestStream, context);

        public override Task<UploadSummary> UploadFile(IAsyncStreamReader<FilePart> requestStream, ServerCallContext context) =>
            (lab.UploadFile ?? throw Unset(context))(requestStream);

        public override Task<UploadSummary> CreateItems(IAsyncStreamReader<Item> requestStream, ServerCallContext context) =>
            (lab.CreateItems ?? throw Unset(context))(requestStream);

        public override Task Tail(TailRequest request, IServerStreamWriter<Entry> responseStream, ServerCallContext context) =>
            (lab.Tail ?? throw Unset(context))(request, responseStream, context);

        public override Task Replay(ReplayRequest request, IServerStreamWriter<Entry> responseStream, ServerCallContext context) =>
            (lab.Replay ?? throw Unset(context))(request, responseStream, context);

        public override Task<Operation> RunJob(JobRequest request, ServerCallContext context) =>
            Task.FromResult((lab.RunJob ?? throw Unset(context))(request));

        public override Task<VendorOperation> BuildDisk(JobRequest request, ServerCallContext context) =>
            Task.FromResult((lab.BuildDisk ?? throw Unset(context))(request));
    }

    private sealed class OperationsImplementation(LabBehaviour lab) : Google.LongRunning.Operations.OperationsBase
    {
        public override Task<Operation> GetOperation(GetOperationRequest request, ServerCallContext context) =>
            lab.GetOperationAsync?.Invoke(request.Name, context) ?? Task.FromResult((lab.GetOperation ?? throw Unset(context))(request.Name));

        public override Task<Google.Protobuf.WellKnownTypes.Empty> CancelOperation(CancelOperationRequest request, ServerCallContext context)
        {
            (lab.CancelOperation ?? throw Unset(context))(request.Name);
            return Task.FromResult(new Google.Protobuf.WellKnownTypes.Empty());
        }
    }

    private sealed class VendorImplementation(LabBehaviour lab) : VendorOperationService.VendorOperationServiceBase
    {
        public override Task<VendorOperation> Get(GetVendorOperationRequest request, ServerCallContext context) =>
            Task.FromResult((lab.GetDisk ?? throw Unset(context))(request.OperationId));
    }
}
