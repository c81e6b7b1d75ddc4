// Status codes whose cause is with the host or on the way to it, and OK: what brings each about, what comes with it, and
// what a client does then.

using System.Net;
using System.Security.Cryptography;
using Acme.Inventory.V1;
using Acme.Orders.V1;
using Acme.Uploads.V1;
using Acme.Users.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Showcase.Data;
using Showcase.Inventory;

namespace Showcase.Tour;

internal static class HostErrorTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("errors", "OK", OkAsync),
        new("errors", "UNKNOWN", UnknownAsync),
        new("errors", "DEADLINE_EXCEEDED", DeadlineExceededAsync),
        new("errors", "RESOURCE_EXHAUSTED", ResourceExhaustedAsync),
        new("errors", "UNIMPLEMENTED", UnimplementedAsync),
        new("errors", "INTERNAL", InternalAsync),
        new("errors", "UNAVAILABLE", UnavailableAsync),
        new("errors", "DATA_LOSS", DataLossAsync),
    ];

    private const string RequestId = "x-request-id";

    private static async Task<string> OkAsync(TourContext tour, CancellationToken cancellationToken)
    {
        using var call = new UserService.UserServiceClient(tour.Channel).ListUsersAsync(new ListUsersRequest { PageSize = 1 }, cancellationToken: cancellationToken);
        await call;
        Expect.Equal(StatusCode.OK, call.GetStatus().StatusCode, "the status");
        return "the status is in the trailers of every call, also of one that went well";
    }

    private static async Task<string> UnknownAsync(TourContext tour, CancellationToken cancellationToken)
    {
        await using var gateway = await StartGatewayAsync(cancellationToken);
        using var channel = GrpcChannel.ForAddress(gateway.Urls.Single());
        var error = await Expect.StatusAsync(
            StatusCode.Unknown,
            async () => await new UserService.UserServiceClient(channel).GetUserAsync(new GetUserRequest { Id = 1 }, cancellationToken: cancellationToken));
        Expect.True(error.GetErrorInfo() is null, "no details come with it");
        return $"a gateway that speaks no gRPC answered HTTP 500 ({error.Status.Detail}); the client does not try again, nobody knows what happened";
    }

    private static async Task<string> DeadlineExceededAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var user = await new UserService.UserServiceClient(tour.Channel).CreateUserAsync(
            new CreateUserRequest { User = new User { Name = "Patient", Email = $"patient-{Guid.CreateVersion7():N}@example.com" } },
            cancellationToken: cancellationToken);
        var orders = new OrderService.OrderServiceClient(tour.Channel);
        var request = new ComplexOperationRequest { UserId = user.Id, ProductId = 5, StepDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(150)) };
        await Expect.StatusAsync(
            StatusCode.DeadlineExceeded,
            async () => await orders.ComplexOperationAsync(request, deadline: DateTime.UtcNow.AddMilliseconds(100), cancellationToken: cancellationToken));
        await orders.ComplexOperationAsync(request, deadline: DateTime.UtcNow.AddSeconds(30), cancellationToken: cancellationToken);
        return "0.1 s were too short; reading twice does no harm, so the client asks again and gives it more time";
    }

    private static async Task<string> ResourceExhaustedAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UploadService.UploadServiceClient(tour.Channel);
        var image = RandomNumberGenerator.GetBytes(2 << 20);
        var error = await Expect.StatusAsync(StatusCode.ResourceExhausted, () => UploadAsync(chunkSize: 2 << 20));
        Expect.True(error.TryGetDetail<QuotaFailure>(out var quota), "a QuotaFailure comes with it");
        await UploadAsync(chunkSize: 64 * 1024);
        return $"QuotaFailure of {quota!.Violations[0].Subject}: {quota.Violations[0].Description} The client sends smaller ones";

        async Task<UploadSummary> UploadAsync(int chunkSize)
        {
            using var content = new MemoryStream(image);
            return await client.UploadImagesAsync(new(content, new() { Filename = "large.png" }), chunkSize: chunkSize, callOptions: new CallOptions(cancellationToken: cancellationToken));
        }
    }

    private static async Task<string> UnimplementedAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var page = await new UserService.UserServiceClient(tour.Channel).ListUsersAsync(new ListUsersRequest { PageSize = 1 }, cancellationToken: cancellationToken);
        var request = new Acme.Users.V2.GetUserRequest { Id = page.Users.FirstOrDefault()?.Id ?? 1 };
        var next = new Method<Acme.Users.V2.GetUserRequest, Acme.Users.V2.User>(
            MethodType.Unary,
            "acme.users.v3.UserService",
            "GetUser",
            Marshallers.Create(message => message.ToByteArray(), Acme.Users.V2.GetUserRequest.Parser.ParseFrom),
            Marshallers.Create(message => message.ToByteArray(), Acme.Users.V2.User.Parser.ParseFrom));
        await Expect.StatusAsync(
            StatusCode.Unimplemented,
            async () => await tour.Channel.CreateCallInvoker().AsyncUnaryCall(next, null, new CallOptions(cancellationToken: cancellationToken), request));
        if (page.Users.Count > 0)
        {
            await new Acme.Users.V2.UserService.UserServiceClient(tour.Channel).GetUserAsync(request, cancellationToken: cancellationToken);
        }

        return "the client is newer than the host: no acme.users.v3 there; the client falls back to version 2";
    }

    private static async Task<string> InternalAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UploadService.UploadServiceClient(tour.Channel);
        var (error, requestId) = await WithoutTableAsync(tour, "uploads", async () =>
        {
            using var call = client.GetUploadAsync(new GetUploadRequest { UploadId = "any" }, cancellationToken: cancellationToken);
            var error = await Expect.StatusAsync(StatusCode.Internal, () => call.ResponseAsync);
            return (error, (await call.ResponseHeadersAsync).GetValue(RequestId));
        });
        Expect.Equal("An internal error occurred.", error.Status.Detail, "the message");
        Expect.True(requestId is { Length: > 0 }, "an id of the call comes with it");
        return $"a table was gone; the caller learns nothing of it, and reports {RequestId} {requestId}, which finds the exception in the log";
    }

    private static async Task<string> UnavailableAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new InventoryService.InventoryServiceClient(tour.Channel);
        var request = new InventoryRequest { ProductId = 5 };
        TimeSpan? delay;
        using (tour.Host.Services.GetRequiredService<StockCount>().Begin())
        {
            var error = await Expect.StatusAsync(StatusCode.Unavailable, async () => await client.CheckInventoryAsync(request, cancellationToken: cancellationToken));
            delay = error.GetRetryDelay();
        }

        Expect.True(delay is not null, "a delay to wait comes with it");
        await Task.Delay(delay!.Value, cancellationToken);
        await client.CheckInventoryAsync(request, cancellationToken: cancellationToken);
        return $"the stock is counted, RetryInfo says {delay.Value.TotalSeconds} s; the client waits that long and gets its answer";
    }

    private static async Task<string> DataLossAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UploadService.UploadServiceClient(tour.Channel);
        var image = RandomNumberGenerator.GetBytes(100_000);
        var checksum = Convert.ToHexStringLower(SHA256.HashData(image));
        image[50_000] ^= 1;
        var error = await Expect.StatusAsync(StatusCode.DataLoss, UploadAsync);
        Expect.Equal("CHECKSUM_MISMATCH", error.GetErrorInfo()?.Reason, "the reason");
        image[50_000] ^= 1;
        await UploadAsync();
        return "one bit changed on its way, ErrorInfo CHECKSUM_MISMATCH; nothing was stored, and the client sends the image again";

        async Task UploadAsync()
        {
            using var content = new MemoryStream(image);
            await client.UploadImagesAsync(new(content, new() { Filename = "bit.png", Sha256 = checksum }), callOptions: new CallOptions(cancellationToken: cancellationToken));
        }
    }

    // What stands in front of many hosts, and fails by itself.
    private static async Task<WebApplication> StartGatewayAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var gateway = builder.Build();
        gateway.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        });
        await gateway.StartAsync(cancellationToken);
        return gateway;
    }

    private static async Task<T> WithoutTableAsync<T>(TourContext tour, string table, Func<Task<T>> act)
    {
        await RenameAsync(table, $"{table}_away");
        try
        {
            return await act();
        }
        finally
        {
            await RenameAsync($"{table}_away", table);
        }

        async Task RenameAsync(string from, string to)
        {
            await using var db = await tour.Host.Services.GetRequiredService<IDbContextFactory<ShowcaseDb>>().CreateDbContextAsync();
#pragma warning disable EF1002 // The names are written above.
            await db.Database.ExecuteSqlRawAsync($"ALTER TABLE {from} RENAME TO {to}");
#pragma warning restore EF1002
        }
    }
}
