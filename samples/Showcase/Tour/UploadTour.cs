// Uploads: images in chunks, and one that breaks off and goes on.

using System.Security.Cryptography;
using Acme.Uploads.V1;
using Google.Protobuf;
using Grpc.Core;
using GrpcSdk.Streaming;

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
        var summary = await SendAsync(tour, cancellationToken, Source("sun.png", sun), Source("moon.png", moon));
        Expect.Equal(2, summary.TotalImages, "images stored");
        Expect.Equal(301_000, summary.TotalBytes, "bytes stored");
        Expect.Equal(Checksum(sun), summary.Images[0].Sha256, "the checksum of the first");

        var damaged = Source("damaged.png", sun);
        damaged.Template.Sha256 = Checksum(moon);
        await Expect.StatusAsync(StatusCode.DataLoss, () => SendAsync(tour, cancellationToken, damaged));
        await Expect.StatusAsync(StatusCode.InvalidArgument, () => SendAsync(tour, cancellationToken, Source("../up.png", moon)));
        return $"{string.Join(" and ", summary.UploadedFilenames)}, {summary.TotalBytes} bytes; a wrong checksum got DATA_LOSS, a path got INVALID_ARGUMENT";
    }

    private static async Task<string> ResumeAsync(TourContext tour, CancellationToken cancellationToken)
    {
        var client = new UploadService.UploadServiceClient(tour.Channel);
        var image = Image(seed: 3, 500_000);
        const string id = "tour-upload";
        using (var broken = client.UploadImages(cancellationToken: cancellationToken))
        {
            for (var number = 0; number < 4; number++)
            {
                var data = ByteString.CopyFrom(image, number * ChunkSize, ChunkSize);
                await broken.RequestStream.WriteAsync(new ImageChunk { Filename = "broken.png", UploadId = id, ChunkNumber = number, Data = data }, cancellationToken);
            }

            // A chunk that is out of order ends the call in the middle of the image.
            await broken.RequestStream.WriteAsync(new ImageChunk { Filename = "broken.png", UploadId = id, ChunkNumber = 6 }, cancellationToken);
            await Expect.StatusAsync(StatusCode.InvalidArgument, () => broken.ResponseAsync);
        }

        var state = await client.GetUploadAsync(new GetUploadRequest { UploadId = id }, cancellationToken: cancellationToken);
        Expect.Equal(4, state.NextChunkNumber, "the chunk that the server waits for");
        var summary = await SendAsync(tour, cancellationToken, Source("broken.png", image, id) with { StartOffset = state.ReceivedBytes });
        Expect.Equal(Checksum(image), summary.Images.Single().Sha256, "the checksum of the whole");
        return $"{state.ReceivedBytes} bytes before the break, {summary.TotalBytes - state.ReceivedBytes} after it, the checksum holds";
    }

    // Generated from the client stream: cuts the content into chunks, numbers them, and is as fast as the server reads.
    private static Task<UploadSummary> SendAsync(TourContext tour, CancellationToken cancellationToken, params IEnumerable<UploadSource<ImageChunk>> images) =>
        new UploadService.UploadServiceClient(tour.Channel)
            .UploadImagesManyAsync(images, chunkSize: ChunkSize, callOptions: new CallOptions(cancellationToken: cancellationToken));

    private static UploadSource<ImageChunk> Source(string name, byte[] image, string uploadId = "") =>
        new(new MemoryStream(image), new ImageChunk { Filename = name, UploadId = uploadId, Sha256 = Checksum(image), TotalBytes = image.Length });

    private static byte[] Image(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Checksum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
