// UploadService: what it refuses, and what is left of a call that breaks off.

using System.Security.Cryptography;
using Acme.Uploads.V1;
using Google.Protobuf;
using Grpc.Core;
using Showcase.Tests.Support;

namespace Showcase.Tests.Uploads;

public class UploadServiceTests(RunningShowcase showcase) : IClassFixture<RunningShowcase>
{
    private readonly UploadService.UploadServiceClient _client = new(showcase.Calls);

    [Fact]
    public async Task An_image_is_stored_byte_for_byte_under_its_checksum()
    {
        var image = RandomNumberGenerator.GetBytes(200_000);

        var summary = await SendAsync(Chunks("a.png", image));

        var stored = Assert.Single(summary.Images);
        Assert.Equal(Checksum(image), stored.Sha256);
        Assert.Equal(image, await File.ReadAllBytesAsync(Path.Combine(Folder, "images", stored.Sha256)));
    }

    [Fact(Timeout = 300_000)]
    public async Task A_call_that_breaks_off_goes_on_in_another_call_where_it_was()
    {
        var image = RandomNumberGenerator.GetBytes(300_000);
        var chunks = Chunks("broken.png", image).ToList();
        chunks.ForEach(chunk => chunk.UploadId = "broken");
        await Assert.ThrowsAsync<RpcException>(() => SendAsync([.. chunks[..3], chunks[1]]));

        var state = await _client.GetUploadAsync(new GetUploadRequest { UploadId = "broken" });
        Assert.Equal(("broken.png", 3, 3L * 32 * 1024), (state.Filename, state.NextChunkNumber, state.ReceivedBytes));
        var summary = await SendAsync(chunks[3..]);

        Assert.Equal(Checksum(image), Assert.Single(summary.Images).Sha256);
        state = await _client.GetUploadAsync(new GetUploadRequest { UploadId = "broken" });
        Assert.Equal("broken.png", Assert.Single(state.Completed).Filename);
        Assert.Equal("", state.Filename);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_failed_call_without_an_id()
    {
        await Assert.ThrowsAsync<RpcException>(() => SendAsync([Chunk("x.png", 0), Chunk("x.png", 2)]));

        var partial = Path.Combine(Folder, "partial");
        Assert.True(!Directory.Exists(partial) || Directory.GetFiles(partial).Length == 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../up.png")]
    [InlineData("a\\b.png")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    public async Task Only_plain_file_names_are_taken(string name) =>
        Assert.Equal(StatusCode.InvalidArgument, await Calls.StatusOfAsync(() => SendAsync([Chunk(name, 0)])));

    [Fact]
    public async Task Chunks_out_of_order_ids_with_slashes_and_large_chunks_are_refused()
    {
        Assert.Equal(StatusCode.InvalidArgument, await Calls.StatusOfAsync(() => SendAsync([Chunk("x.png", 1)])));
        Assert.Equal(StatusCode.InvalidArgument, await Calls.StatusOfAsync(() => SendAsync([new ImageChunk(Chunk("x.png", 0)) { UploadId = "../x" }])));
        var large = new ImageChunk { Filename = "x.png", Data = ByteString.CopyFrom(new byte[(1 << 20) + 1]) };
        Assert.Equal(StatusCode.ResourceExhausted, await Calls.StatusOfAsync(() => SendAsync([large])));
        Assert.Equal(StatusCode.NotFound, await Calls.StatusOfAsync(() => _client.GetUploadAsync(new GetUploadRequest { UploadId = "unknown" }).ResponseAsync));
    }

    [Fact]
    public async Task More_than_32_MiB_exhaust_an_image()
    {
        var data = ByteString.CopyFrom(new byte[1 << 20]);
        var chunks = Enumerable.Range(0, 33).Select(number => new ImageChunk { Filename = "big.png", Data = data, ChunkNumber = number });

        Assert.Equal(StatusCode.ResourceExhausted, await Calls.StatusOfAsync(() => SendAsync(chunks)));
    }

    [Fact]
    public async Task A_wrong_size_is_data_loss() =>
        Assert.Equal(StatusCode.DataLoss, await Calls.StatusOfAsync(() => SendAsync([new ImageChunk(Chunk("x.png", 0)) { TotalBytes = 99 }])));

    private string Folder => Path.ChangeExtension(showcase.DatabasePath, ".uploads");

    private static ImageChunk Chunk(string name, int number) => new() { Filename = name, ChunkNumber = number, Data = ByteString.CopyFrom(1, 2, 3) };

    private static IEnumerable<ImageChunk> Chunks(string name, byte[] image) => image.Chunk(32 * 1024).Select((data, number) => new ImageChunk
    {
        Filename = name,
        Data = ByteString.CopyFrom(data),
        ChunkNumber = number,
        Sha256 = Checksum(image),
    });

    private static string Checksum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private async Task<UploadSummary> SendAsync(IEnumerable<ImageChunk> chunks)
    {
        using var call = _client.UploadImages(cancellationToken: TestContext.Current.CancellationToken);
        try
        {
            foreach (var chunk in chunks)
            {
                await call.RequestStream.WriteAsync(chunk);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The server answered early; its status comes with the response.
        }

        return await call.ResponseAsync;
    }
}
