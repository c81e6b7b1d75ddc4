// Streams in one direction: rows from the host, measurements and images to it, and an event that comes back live.

using Acme.Analytics.V1;
using Acme.Events.V1;
using Acme.Products.V1;
using Acme.Uploads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace GrpcSdk.Bench.Load.Kinds;

internal sealed class RowsKind() : Kind("server stream: SearchProducts, 100 rows")
{
    public override async Task CallAsync(GrpcChannel channel, int worker, int number)
    {
        using var call = new ProductService.ProductServiceClient(channel).SearchProducts(new SearchRequest { Limit = 100 }, Options());
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    }
}

internal sealed class MetricsKind() : Kind("client stream: RecordMetrics, 100 measurements")
{
    public override async Task CallAsync(GrpcChannel channel, int worker, int number)
    {
        using var call = new AnalyticsService.AnalyticsServiceClient(channel).RecordMetrics(Options());
        for (var i = 0; i < 100; i++)
        {
            await WriteAsync(call.RequestStream, new Metric { Name = "load", Value = i, Timestamp = Timestamp.FromDateTime(DateTime.UtcNow) });
        }

        await call.RequestStream.CompleteAsync();
        await call;
    }
}

internal sealed class UploadKind() : Kind("client stream: UploadImages, 64 KiB in 4 chunks")
{
    private static readonly ByteString Chunk = ByteString.CopyFrom(new byte[16 << 10]);
    private readonly Ledger<string> _ids = [];

    public override int Acknowledged => _ids.Count;

    public override async Task CallAsync(GrpcChannel channel, int worker, int number)
    {
        var id = $"{Guid.CreateVersion7()}";
        using var call = new UploadService.UploadServiceClient(channel).UploadImages(Options());
        for (var i = 0; i < 4; i++)
        {
            await WriteAsync(call.RequestStream, new ImageChunk { UploadId = id, Filename = "load.png", Data = Chunk, ChunkNumber = i });
        }

        await call.RequestStream.CompleteAsync();
        await call;
        _ids.Add(id);
    }

    public override async Task<int> CountLostAsync(GrpcChannel channel)
    {
        var lost = 0;
        foreach (var id in _ids)
        {
            var upload = await new UploadService.UploadServiceClient(channel).GetUploadAsync(new GetUploadRequest { UploadId = id }, Options());
            lost += upload.Completed is [{ SizeBytes: 64 << 10 }] ? 0 : 1;
        }

        return lost;
    }
}

internal sealed class EventKind() : Kind("server stream: SubscribeToEvents, and an event comes")
{
    private const string Type = "load.event";
    private readonly Timestamp _since = Timestamp.FromDateTime(DateTime.UtcNow.AddMinutes(-1));
    private readonly Ledger<string> _ids = [];

    public override int Acknowledged => _ids.Count;

    public override async Task CallAsync(GrpcChannel channel, int worker, int number)
    {
        var client = new EventService.EventServiceClient(channel);
        using var call = client.SubscribeToEvents(new SubscribeRequest { EventTypes = { Type } }, Options());
        await call.ResponseHeadersAsync;
        var published = await client.PublishEventAsync(new PublishEventRequest { Event = new Event { Name = "load", Type = Type } }, Options());
        _ids.Add(published.Id);
        await ReadUntilAsync(call.ResponseStream, received => received.Id == published.Id);
    }

    public override async Task<int> CountLostAsync(GrpcChannel channel)
    {
        var missing = _ids.ToHashSet();
        try
        {
            using var call = new EventService.EventServiceClient(channel).SubscribeToEvents(new SubscribeRequest { EventTypes = { Type }, Since = _since }, Options());
            while (missing.Count > 0 && await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                missing.Remove(call.ResponseStream.Current.Id);
            }
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.DeadlineExceeded)
        {
            // What has not come by now does not come.
        }

        return missing.Count;
    }
}
