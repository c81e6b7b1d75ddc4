// SIGKILL of a replica during a chat, an upload and a job: clients go on at the other replica where they were, nothing
// acknowledged is lost, and the job goes on there.

using System.Diagnostics;
using System.Security.Cryptography;
using Acme.BatchJobs.V1;
using Acme.Chat.V1;
using Acme.Uploads.V1;
using Google.LongRunning;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcSdk.LocalStores;
using static Acme.Chat.V1.ChatMessage.Types;
using OperationsClient = Google.LongRunning.Operations.OperationsClient;

namespace GrpcSdk.Bench.Load.Faults;

/// <param name="Said">How many chat messages were acknowledged.</param>
/// <param name="Missed">How many of these a member of the killed replica has not heard, or heard twice, after it came back.</param>
/// <param name="ResumedAt">The chunk at which the upload went on, of how many.</param>
/// <param name="UploadIsWhole">Whether the image has the checksum of what was sent.</param>
/// <param name="ItemsBefore">How many items of the job were done before the kill.</param>
/// <param name="JobItems">How many items the result has, each once.</param>
/// <param name="JobTook">How long after the kill the job was done.</param>
internal sealed record ReplicaKillOutcome(int Said, int Missed, (int Chunk, int Chunks) ResumedAt, bool UploadIsWhole, int ItemsBefore, int JobItems, TimeSpan JobTook);

internal sealed class ReplicaKill(int members, int chunks, int items)
{
    private const int SaidBefore = 20;
    private const int SaidAfter = 20;

    // The host writes down how far an upload has come every 4 MiB.
    private const int Chunk = 512 << 10;
    private static readonly TimeSpan ItemPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _room = $"{Guid.CreateVersion7()}";
    private readonly string _upload = $"{Guid.CreateVersion7()}";
    private readonly byte[] _image = RandomNumberGenerator.GetBytes(chunks * Chunk);

    public async Task<ReplicaKillOutcome> RunAsync(StoreServers stores)
    {
        using var folder = new TemporaryFolder();
        var settings = stores.Settings(folder.Below("uploads"));
        await using var first = await HostProcess.StartAsync(folder.Below("first"), settings);
        using var dying = Channels.Open(first.Address);
        await using var second = await HostProcess.StartAsync(folder.Below("second"), settings);
        using var living = Channels.Open(second.Address);

        using var speaker = await JoinAsync(living, "speaker", seen: 0);
        var listeners = await Task.WhenAll(Enumerable.Range(0, members).Select(i => JoinAsync(dying, $"member{i}", seen: 0)));
        var half = chunks / 2;
        using var upload = new UploadService.UploadServiceClient(dying).UploadImages();
        await SendAsync(upload, 0, half);
        await KeptAsync(living);
        var said = await SayAsync(speaker, 0, SaidBefore);
        var heard = await Task.WhenAll(listeners.Select(listener => HearAsync(listener, SaidBefore / 2)));
        // The job begins while the other replica, which could do it too, stands still.
        await second.StopAsync();
        var job = await StartJobAsync(dying);
        var before = await BegunAsync(dying, job);
        await second.ContinueAsync();

        var killed = Stopwatch.GetTimestamp();
        await first.KillAsync();
        said.AddRange(await SayAsync(speaker, SaidBefore, SaidAfter));
        var missed = await Task.WhenAll(heard.Select((sequences, i) => ComeBackAsync(living, $"member{i}", sequences, said)));
        var (resumed, whole) = await GoOnAsync(living);
        var done = await WaitAsync(living, job);
        var took = Stopwatch.GetElapsedTime(killed);
        foreach (var listener in listeners)
        {
            listener.Dispose();
        }

        return new ReplicaKillOutcome(said.Count, missed.Sum(), (resumed, chunks), whole, before, done.Items.Select(item => item.Id).Distinct().Count(), took);
    }

    public static async Task<int> PrintAsync(int members, int chunks, int items)
    {
        var report = new Report();
        await using var stores = await Stores.StartAsync();
        var outcome = await new ReplicaKill(members, chunks, items).RunAsync(stores);
        Console.WriteLine("| SIGKILL of a replica during | acknowledged before or after | lost or doubled | went on |");
        Console.WriteLine("|---|---|---:|---|");
        Report.Line($"| a chat of {members} members on it | {outcome.Said} messages | {outcome.Missed} | every member at the other replica, after what it had heard |");
        Report.Line($"| an upload of {chunks} chunks | {outcome.ResumedAt.Chunk} chunks before | {(outcome.UploadIsWhole ? 0 : 1)} | at chunk {outcome.ResumedAt.Chunk} of {outcome.ResumedAt.Chunks}; the checksum is right |");
        Report.Line($"| a job of {items} items | {outcome.ItemsBefore} items before | {items - outcome.JobItems} | at the other replica; done {outcome.JobTook.TotalSeconds:0.0} s after the kill |");
        report.Expect(outcome.Missed == 0, "every member hears every message once");
        report.Expect(outcome.UploadIsWhole && outcome.ResumedAt.Chunk > 0, "the upload goes on where it was");
        report.Expect(outcome.JobItems == items && outcome.ItemsBefore < items, "the job goes on elsewhere");
        return report.ExitCode;
    }

    private async Task<string> StartJobAsync(GrpcChannel channel)
    {
        var request = new BatchRequest { RequestId = $"{Guid.CreateVersion7()}", Pause = Duration.FromTimeSpan(ItemPause) };
        request.Items.AddRange(Enumerable.Range(0, items).Select(i => new BatchRequest.Types.Item { Id = $"{i}" }));
        return (await new BatchJobService.BatchJobServiceClient(channel).ProcessBatchAsync(request)).Name;
    }

    private static async Task<int> BegunAsync(GrpcChannel channel, string job)
    {
        using var over = new CancellationTokenSource(Patience);
        while (true)
        {
            var operation = await new OperationsClient(channel).GetOperationAsync(new GetOperationRequest { Name = job });
            if (operation.Metadata.Unpack<BatchProgress>().CompletedItems is > 0 and var items)
            {
                return items;
            }

            await Task.Delay(20, over.Token);
        }
    }

    private static async Task<BatchResult> WaitAsync(GrpcChannel channel, string job)
    {
        var request = new WaitOperationRequest { Name = job, Timeout = Duration.FromTimeSpan(Patience) };
        return (await new OperationsClient(channel).WaitOperationAsync(request)).Response.Unpack<BatchResult>();
    }

    private async Task<AsyncDuplexStreamingCall<ChatMessage, ChatMessage>> JoinAsync(GrpcChannel channel, string user, long seen)
    {
        var call = new ChatService.ChatServiceClient(channel).Chat();
        await call.RequestStream.WriteAsync(new ChatMessage { UserId = user, RoomId = _room, Kind = Kind.Join, Sequence = seen });
        if (seen == 0)
        {
            await call.ResponseStream.MoveNext(CancellationToken.None);
        }

        return call;
    }

    // Says something, and waits for the sequence that acknowledges it.
    private async Task<List<long>> SayAsync(AsyncDuplexStreamingCall<ChatMessage, ChatMessage> speaker, int from, int count)
    {
        List<long> sequences = [];
        for (var i = from; i < from + count; i++)
        {
            await speaker.RequestStream.WriteAsync(new ChatMessage { UserId = "speaker", RoomId = _room, Content = $"{i}" });
            while (await speaker.ResponseStream.MoveNext(CancellationToken.None) && speaker.ResponseStream.Current.Content != $"{i}")
            {
            }

            sequences.Add(speaker.ResponseStream.Current.Sequence);
        }

        return sequences;
    }

    // Reads some of what was said, and whatever else there is before it.
    private static async Task<List<(long Sequence, Kind Kind)>> HearAsync(AsyncDuplexStreamingCall<ChatMessage, ChatMessage> listener, int said)
    {
        List<(long, Kind)> heard = [];
        while (said > 0 && await listener.ResponseStream.MoveNext(CancellationToken.None))
        {
            heard.Add((listener.ResponseStream.Current.Sequence, listener.ResponseStream.Current.Kind));
            said -= listener.ResponseStream.Current.Kind == Kind.Message ? 1 : 0;
        }

        return heard;
    }

    // Joins at the other replica after the last message that was heard, and compares with what was said.
    private async Task<int> ComeBackAsync(GrpcChannel channel, string user, List<(long Sequence, Kind Kind)> heard, List<long> said)
    {
        using var call = await JoinAsync(channel, user, heard[^1].Sequence);
        var rest = await HearAsync(call, said.Count - heard.Count(message => message.Kind == Kind.Message)).WaitAsync(Patience);
        var sequences = heard.Concat(rest).Where(message => message.Kind == Kind.Message).Select(message => message.Sequence).ToList();
        return said.Except(sequences).Count() + (sequences.Count - sequences.Distinct().Count());
    }

    private async Task SendAsync(AsyncClientStreamingCall<ImageChunk, UploadSummary> upload, int from, int to)
    {
        var checksum = Convert.ToHexStringLower(SHA256.HashData(_image));
        try
        {
            for (var i = from; i < to; i++)
            {
                await upload.RequestStream.WriteAsync(new ImageChunk
                {
                    UploadId = _upload,
                    Filename = "image.png",
                    ChunkNumber = i,
                    Data = ByteString.CopyFrom(_image, i * Chunk, Chunk),
                    TotalBytes = _image.Length,
                    Sha256 = checksum,
                });
            }

            if (to == chunks)
            {
                await upload.RequestStream.CompleteAsync();
            }
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // The host ended the call; its status comes with the response.
        }
    }

    // An upload is acknowledged as far as GetUpload says that it has come.
    private async Task KeptAsync(GrpcChannel channel)
    {
        using var over = new CancellationTokenSource(Patience);
        while (await NextChunkAsync(channel) == 0)
        {
            await Task.Delay(20, over.Token);
        }
    }

    private async Task<int> NextChunkAsync(GrpcChannel channel)
    {
        try
        {
            return (await new UploadService.UploadServiceClient(channel).GetUploadAsync(new GetUploadRequest { UploadId = _upload })).NextChunkNumber;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            return 0;
        }
    }

    // The host that is gone held the upload, so the other one says ABORTED until its lease is over.
    private async Task<(int Chunk, bool IsWhole)> GoOnAsync(GrpcChannel channel)
    {
        using var over = new CancellationTokenSource(Patience);
        while (true)
        {
            var next = await NextChunkAsync(channel);
            using var upload = new UploadService.UploadServiceClient(channel).UploadImages();
            try
            {
                await SendAsync(upload, next, chunks);
                var summary = await upload;
                return (next, summary.Images is [var image] && image.SizeBytes == _image.Length && image.Sha256 == Convert.ToHexStringLower(SHA256.HashData(_image)));
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Aborted or StatusCode.Unavailable)
            {
                await Task.Delay(exception.GetRetryDelay() ?? TimeSpan.FromMilliseconds(200), over.Token);
            }
        }
    }
}
