// Uploads: images in chunks, and one that breaks off and goes on.

using System.Security.Cryptography;
using Acme.Uploads.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Showcase.Tour;

internal static class UploadTour
{
    public static IEnumerable<TourStep> Steps { get; } =
    [
        new("uploads", "UploadImages in chunks", UploadAsync),
        new("uploads", "UploadImages, broken off and resumed", ResumeAsync),
    ];

    private const int ChunkSize = 64 * 1024;

    private static async Task<string> UploadAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var sun = Image(seed: 1, 300_000);
        var moon = Image(seed: 2, 1_000);
        var summary = await SendAsync(tour, [.. Chunks("sun.png", sun), .. Chunks("moon.png", moon)], cancellationToken);
        Expect.Equal(2, summary.TotalImages, "images stored");
        Expect.Equal(301_000, summary.TotalBytes, "bytes stored");
        Expect.Equal(Checksum(sun), summary.Images[0].Sha256, "the checksum of the first");

        var damaged = Chunks("damaged.png", sun).ToList();
        damaged[^1].Sha256 = Checksum(moon);
        await Expect.StatusAsync(StatusCode.DataLoss, () => SendAsync(tour, damaged, cancellationToken));
        await Expect.StatusAsync(StatusCode.InvalidArgument, () => SendAsync(tour, Chunks("../up.png", moon), cancellationToken));
        return $"{string.Join(" and ", summary.UploadedFilenames)}, {summary.TotalBytes} bytes; a wrong checksum got DATA_LOSS, a path got INVALID_ARGUMENT";
    }

    private static async Task<string> ResumeAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UploadService.UploadServiceClient(tour.Channel);
        var image = Image(seed: 3, 500_000);
        var chunks = Chunks("broken.png", image).ToList();
        chunks.ForEach(chunk => chunk.UploadId = "tour-upload");

        // A chunk that is out of order ends the call in the middle of the image.
        await Expect.StatusAsync(StatusCode.InvalidArgument, () => SendAsync(tour, [.. chunks[..4], chunks[6]], cancellationToken));
        var state = await client.GetUploadAsync(new GetUploadRequest { UploadId = "tour-upload" }, cancellationToken: cancellationToken);
        Expect.Equal(4, state.NextChunkNumber, "the chunk that the server waits for");
        var summary = await SendAsync(tour, chunks.Skip(state.NextChunkNumber), cancellationToken);
        Expect.Equal(Checksum(image), summary.Images.Single().Sha256, "the checksum of the whole");
        return $"{state.ReceivedBytes} bytes before the break, {summary.TotalBytes - state.ReceivedBytes} after it, the checksum holds";
    }

    private static async Task<UploadSummary> SendAsync(TourContext tour, IEnumerable<ImageChunk> chunks, CancellationToken cancellationToken)
    {
        using var call = new UploadService.UploadServiceClient(tour.Channel).UploadImages(cancellationToken: cancellationToken);
        try
        {
            foreach (var chunk in chunks)
            {
                await call.RequestStream.WriteAsync(chunk, cancellationToken);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The server refused before everything was sent; its status comes with the response.
        }

        return await call.ResponseAsync;
    }

    private static IEnumerable<ImageChunk> Chunks(string name, byte[] image) => image.Chunk(ChunkSize).Select((data, number) => new ImageChunk
    {
        Filename = name,
        Data = ByteString.CopyFrom(data),
        ChunkNumber = number,
        Sha256 = Checksum(image),
        TotalBytes = image.Length,
    });

    private static byte[] Image(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Checksum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
