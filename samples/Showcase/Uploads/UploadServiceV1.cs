// acme.uploads.v1.UploadService: images in chunks, resumable.

using System.Text.RegularExpressions;
using Acme.Uploads.V1;
using Grpc.Core;
using GrpcSdk;
using Showcase.Errors;

namespace Showcase.Uploads;

[GrpcService]
internal sealed partial class UploadServiceV1(UploadStore store) : UploadService.UploadServiceBase
{
    public override async Task<UploadSummary> UploadImages(IAsyncStreamReader<ImageChunk> requestStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken))
        {
            return new UploadSummary();
        }

        var first = requestStream.Current;
        if (first.UploadId.Length > 0 && !UploadId().IsMatch(first.UploadId))
        {
            throw RpcErrors.Invalid("upload_id", "1 to 64 letters, digits, hyphens and underscores.");
        }

        if (first.UploadId.Length == 0)
        {
            return await ReceiveAsync(new UploadRecord(), requestStream, context.CancellationToken);
        }

        await using var claim = await store.ClaimAsync(first.UploadId, context.CancellationToken);
        try
        {
            return await ReceiveAsync(claim.Upload, requestStream, claim.Held);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw UploadStore.InUse(first.UploadId);
        }
    }

    public override async Task<GetUploadResponse> GetUpload(GetUploadRequest request, ServerCallContext context)
    {
        var upload = await store.FindAsync(request.UploadId, context.CancellationToken)
            ?? throw RpcErrors.NotFound("upload", $"uploads/{request.UploadId}");
        var response = new GetUploadResponse
        {
            Filename = upload.Filename,
            NextChunkNumber = upload.NextChunk,
            ReceivedBytes = upload.ReceivedBytes,
        };
        response.Completed.AddRange(upload.Completed.Select(image => image.ToMessage()));
        return response;
    }

    private async Task<UploadSummary> ReceiveAsync(UploadRecord upload, IAsyncStreamReader<ImageChunk> chunks, CancellationToken cancellationToken)
    {
        await using var session = await UploadSession.OpenAsync(store, upload, chunks.Current.ChunkNumber, cancellationToken);
        do
        {
            await session.AddAsync(chunks.Current, cancellationToken);
        }
        while (await chunks.MoveNext(cancellationToken));

        return await session.FinishAsync(cancellationToken);
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex UploadId();
}
