// The generated uploads and bulk sends against a real server.
using System.Security.Cryptography;
using Grpc.Core;
using GrpcSdk.Runtime.Tests.Harness;
using GrpcSdk.Runtime.Tests.Lab;
using GrpcSdk.Streaming;

namespace GrpcSdk.Runtime.Tests.Streaming;

public class UploadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(65536, 1)]
    [InlineData(65537, 2)]
    [InlineData(1_000_000, 16)]
    public async Task Content_arrives_whole_and_in_numbered_chunks(int length, int chunks)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var numbers = new List<int>();
        await using var server = await LabServer.StartAsync(new() { UploadImages = (stream, _) => Receive(stream, numbers) });
        var reports = new Recorder();

        var summary = await server.Client.UploadImagesAsync(new(new MemoryStream(content), new() { Filename = "a.png" }), reports);

        Assert.Equal((Convert.ToHexString(SHA256.HashData(content)), (long)length), (summary.Sha256, summary.TotalBytes));
        Assert.Equal(Enumerable.Range(0, chunks), numbers);
        Assert.Equal(new StreamProgress(chunks, length), reports.Last);
    }

    [Fact]
    public async Task Metadata_go_before_the_chunks_of_a_oneof()
    {
        var parts = new List<FilePart.PartOneofCase>();
        await using var server = await LabServer.StartAsync(new()
        {
            UploadFile = async stream =>
            {
                await foreach (var part in stream.ReadAllAsync(Token))
                {
                    parts.Add(part.PartCase);
                }

                return new();
            },
        });

        await server.Client.UploadFileAsync(new(new MemoryStream(new byte[2500]), new() { Info = new() { Name = "b" } }), chunkSize: 1000);

        Assert.Equal([FilePart.PartOneofCase.Info, .. Enumerable.Repeat(FilePart.PartOneofCase.Chunk, 3)], parts);
    }

    [Fact]
    public async Task An_upload_goes_on_where_the_server_has_it()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        var numbers = new List<int>();
        await using var server = await LabServer.StartAsync(new() { UploadImages = (stream, _) => Receive(stream, numbers) });

        var summary = await server.Client.UploadImagesAsync(
            new(new MemoryStream(content), new()) { StartOffset = 30_000 }, chunkSize: 10_000);

        Assert.Equal([3, 4, 5, 6, 7, 8, 9], numbers);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(content.AsSpan(30_000))), summary.Sha256);
    }

    [Fact]
    public async Task A_slow_server_holds_the_reader_back()
    {
        const int Length = 64 * 1024 * 1024;
        var content = new CountingStream(Length);
        long received = 0, most = 0;
        await using var server = await LabServer.StartAsync(new()
        {
            UploadImages = async (stream, context) =>
            {
                await foreach (var chunk in stream.ReadAllAsync(Token))
                {
                    most = Math.Max(most, content.Read_ - received);
                    received += chunk.Data.Length;
                    // Slow because it works, not because it sleeps.
                    _ = SHA256.HashData(SHA256.HashData(chunk.Data.Span));
                }

                return new() { TotalBytes = received };
            },
        });

        var summary = await server.Client.UploadImagesAsync(new(content, new()));

        Assert.Equal(Length, summary.TotalBytes);
        Assert.InRange(most, 1, Length / 8);
    }

    [Fact]
    public async Task The_servers_early_status_wins_over_the_write_that_fails_because_of_it()
    {
        await using var server = await LabServer.StartAsync(new()
        {
            UploadImages = async (stream, _) =>
            {
                await stream.MoveNext(Token);
                throw new RpcException(new Status(StatusCode.ResourceExhausted, "quota"));
            },
        });

        var error = await Assert.ThrowsAsync<RpcException>(() => server.Client.UploadImagesAsync(new(new CountingStream(1 << 30), new())));

        Assert.Equal((StatusCode.ResourceExhausted, "quota"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task An_early_answer_is_an_answer()
    {
        await using var server = await LabServer.StartAsync(new()
        {
            UploadImages = async (stream, _) =>
            {
                await stream.MoveNext(Token);
                return new() { Count = 1 };
            },
        });

        Assert.Equal(1, (await server.Client.UploadImagesAsync(new(new CountingStream(1 << 30), new()))).Count);
    }

    [Fact]
    public async Task Content_that_cannot_be_read_cancels_the_call()
    {
        var cancelled = new TaskCompletionSource();
        await using var server = await LabServer.StartAsync(new()
        {
            UploadImages = async (stream, context) =>
            {
                context.CancellationToken.Register(cancelled.SetResult);
                await foreach (var _ in stream.ReadAllAsync(CancellationToken.None))
                {
                }

                return new();
            },
        });

        await Assert.ThrowsAsync<IOException>(() => server.Client.UploadImagesAsync(new(new CountingStream(1 << 30) { FailsAt = 300_000 }, new())));

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task A_hundred_thousand_items_are_never_in_memory_together()
    {
        const int Count = 100_000;
        int made = 0, received = 0, most = 0;
        await using var server = await LabServer.StartAsync(new()
        {
            CreateItems = async stream =>
            {
                await foreach (var item in stream.ReadAllAsync(Token))
                {
                    most = Math.Max(most, made - received);
                    Assert.Equal(received++, item.Id);
                }

                return new() { Count = received };
            },
        });

        async IAsyncEnumerable<Item> Items()
        {
            for (; made < Count; made++)
            {
                yield return new Item { Id = made, Name = new string('x', 1000) };
                if (made % 1000 == 0)
                {
                    await Task.Yield();
                }
            }
        }

        var summary = await server.Client.CreateItemsAsync(Items());

        Assert.Equal(Count, summary.Count);
        Assert.InRange(most, 1, Count / 10);
    }

    [Fact]
    public async Task Bad_input_is_refused_before_anything_is_sent()
    {
        var client = new LabService.LabServiceClient(new NoCalls());

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("chunkSize", () => client.UploadImagesAsync(new(new MemoryStream(), new()), chunkSize: 0));
        await Assert.ThrowsAsync<ArgumentException>("sources", () => client.UploadImagesManyAsync([]));
        await Assert.ThrowsAsync<ArgumentException>("sources", () => client.UploadImagesAsync(new(null!, new())));
        await Assert.ThrowsAsync<ArgumentException>("sources", () => client.UploadImagesAsync(new(new MemoryStream(), new()) { StartOffset = -1 }));
    }

    [Fact]
    public async Task A_null_item_cancels_the_call_and_says_which_it_was()
    {
        await using var server = await LabServer.StartAsync(new()
        {
            CreateItems = async stream =>
            {
                await foreach (var _ in stream.ReadAllAsync(CancellationToken.None))
                {
                }

                return new();
            },
        });

        var error = await Assert.ThrowsAsync<ArgumentException>(() => server.Client.CreateItemsAsync(new Item?[] { new(), null }.ToAsyncEnumerable()!));

        Assert.Contains("message 1", error.Message, StringComparison.Ordinal);
    }

    private static async Task<UploadSummary> Receive(IAsyncStreamReader<ImageChunk> stream, List<int> numbers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long total = 0;
        await foreach (var chunk in stream.ReadAllAsync(Token))
        {
            numbers.Add(chunk.ChunkNumber);
            hash.AppendData(chunk.Data.Span);
            total += chunk.Data.Length;
        }

        return new() { TotalBytes = total, Sha256 = Convert.ToHexString(hash.GetHashAndReset()) };
    }

    private sealed class Recorder : IProgress<StreamProgress>
    {
        public StreamProgress Last { get; private set; }

        public void Report(StreamProgress value) => Last = value;
    }
}
