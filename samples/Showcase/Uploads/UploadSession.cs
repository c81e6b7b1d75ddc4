// One call of UploadImages: puts chunks together to images, checks them, and keeps what is worth keeping.

using System.Security.Cryptography;
using Acme.Uploads.V1;
using Grpc.Core;
using Showcase.Errors;

namespace Showcase.Uploads;

internal sealed class UploadSession : IAsyncDisposable
{
    private const int MaxChunk = 1 << 20;
    private const long MaxImage = 32 << 20;
    private const int MaxImages = 100;

    // How much a host that dies may cost the caller.
    private const long BytesPerSave = 4 << 20;

    private readonly UploadStore _store;
    private readonly UploadRecord _upload;
    private FileStream? _file;
    private long _unsaved;
    private IncrementalHash? _hash;

    private UploadSession(UploadStore store, UploadRecord upload) => (_store, _upload) = (store, upload);

    /// <summary>Begins an upload, or goes on with one that has an id.</summary>
    /// <param name="store">Where the images are kept.</param>
    /// <param name="upload">The upload, claimed by the caller when it has an id.</param>
    /// <param name="firstChunk">Number of the chunk that comes first.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<UploadSession> OpenAsync(UploadStore store, UploadRecord upload, int firstChunk, CancellationToken cancellationToken)
    {
        var session = new UploadSession(store, upload);
        if (session._upload.PartialPath.Length > 0 && firstChunk == 0)
        {
            // The caller begins the image anew.
            session.Discard();
        }
        else if (session._upload.PartialPath.Length > 0)
        {
            await session.ReopenAsync(cancellationToken);
        }

        return session;
    }

    /// <summary>Takes one chunk.</summary>
    public async Task AddAsync(ImageChunk chunk, CancellationToken cancellationToken)
    {
        if (chunk.Data.Length > MaxChunk)
        {
            throw RpcErrors.Exhausted("chunk", $"A chunk has at most {MaxChunk} bytes.");
        }

        if (chunk.ChunkNumber == 0)
        {
            await CompleteAsync(cancellationToken);
            Begin(chunk);
        }

        if (_file is null || chunk.ChunkNumber != _upload.NextChunk)
        {
            throw RpcErrors.Invalid("chunk_number", $"Chunk {chunk.ChunkNumber} came, chunk {(_file is null ? 0 : _upload.NextChunk)} is next.");
        }

        if (_upload.ReceivedBytes + chunk.Data.Length > MaxImage)
        {
            throw RpcErrors.Exhausted("image", $"An image has at most {MaxImage} bytes.");
        }

        _upload.ExpectedSha256 = chunk.Sha256.Length > 0 ? chunk.Sha256 : _upload.ExpectedSha256;
        _upload.ExpectedBytes = chunk.TotalBytes > 0 ? chunk.TotalBytes : _upload.ExpectedBytes;
        await _file.WriteAsync(chunk.Data.Memory, cancellationToken);
        _hash!.AppendData(chunk.Data.Span);
        _upload.ReceivedBytes += chunk.Data.Length;
        _upload.NextChunk++;
        if ((_unsaved += chunk.Data.Length) >= BytesPerSave)
        {
            await SaveAsync(cancellationToken);
        }
    }

    /// <summary>Completes the last image and says what was stored.</summary>
    public async Task<UploadSummary> FinishAsync(CancellationToken cancellationToken)
    {
        await CompleteAsync(cancellationToken);
        var summary = new UploadSummary
        {
            TotalImages = _upload.Completed.Count,
            TotalBytes = _upload.Completed.Sum(image => image.SizeBytes),
        };
        summary.UploadedFilenames.AddRange(_upload.Completed.Select(image => image.Filename));
        summary.Images.AddRange(_upload.Completed.Select(image => image.ToMessage()));
        return summary;
    }

    /// <summary>Keeps the state of an upload that has an id; forgets the rest of one that has none.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (_upload.Id.Length > 0)
        {
            await _store.SaveAsync(_upload);
        }
        else
        {
            Discard();
        }
    }

    // Those bytes that the state knows of are in the file.
    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        _unsaved = 0;
        if (_upload.Id.Length > 0)
        {
            if (_file is not null)
            {
                await _file.FlushAsync(cancellationToken);
            }

            await _store.SaveAsync(_upload);
        }
    }

    private void Begin(ImageChunk chunk)
    {
        if (_upload.Completed.Count >= MaxImages)
        {
            throw RpcErrors.Exhausted("images", $"At most {MaxImages} images an upload.");
        }

        _upload.Filename = CheckName(chunk.Filename);
        _upload.PartialPath = _store.NewPartialPath();
        _file = new FileStream(_upload.PartialPath, FileMode.CreateNew, FileAccess.Write);
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    // The bytes that the state knows of count; a crash may have left more of them in the file. They go into a file of
    // this call, since one that lost its claim may still write to its own.
    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        var before = _upload.PartialPath;
        _upload.PartialPath = _store.NewPartialPath();
        _file = new FileStream(_upload.PartialPath, FileMode.CreateNew, FileAccess.Write);
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await CopyAsync(before, cancellationToken);
            await SaveAsync(cancellationToken);
        }
        catch
        {
            await CloseAsync();
            File.Delete(_upload.PartialPath);
            throw;
        }

        File.Delete(before);
    }

    private async Task CopyAsync(string from, CancellationToken cancellationToken)
    {
        if (!File.Exists(from) || new FileInfo(from).Length < _upload.ReceivedBytes)
        {
            throw RpcErrors.New(StatusCode.DataLoss, $"The first part of '{_upload.Filename}' is gone. Send it from its beginning.", "PARTIAL_LOST").ToException();
        }

        await using var received = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[64 * 1024];
        for (var left = _upload.ReceivedBytes; left > 0;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
            await received.ReadExactlyAsync(part, cancellationToken);
            await _file!.WriteAsync(part, cancellationToken);
            _hash!.AppendData(part.Span);
            left -= part.Length;
        }
    }

    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            return;
        }

        await _file.FlushAsync(cancellationToken);
        var image = new StoredImage(_upload.Filename, _upload.ReceivedBytes, Convert.ToHexStringLower(_hash!.GetHashAndReset()));
        await CloseAsync();
        if ((_upload.ExpectedSha256.Length > 0 && _upload.ExpectedSha256 != image.Sha256)
            || (_upload.ExpectedBytes > 0 && _upload.ExpectedBytes != image.SizeBytes))
        {
            Discard();
            throw RpcErrors.New(StatusCode.DataLoss, $"'{image.Filename}' did not arrive as it was sent.", "CHECKSUM_MISMATCH").SetResource("image", image.Filename).ToException();
        }

        File.Move(_upload.PartialPath, _store.ImagePath(image.Sha256), overwrite: true);
        Discard();
        _upload.Completed.Add(image);
        await SaveAsync(cancellationToken);
    }

    private async Task CloseAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync();
            _hash!.Dispose();
            _file = null;
        }
    }

    private void Discard()
    {
        if (_upload.PartialPath.Length > 0)
        {
            File.Delete(_upload.PartialPath);
        }

        (_upload.Filename, _upload.PartialPath, _upload.NextChunk, _upload.ReceivedBytes) = ("", "", 0, 0);
        (_upload.ExpectedSha256, _upload.ExpectedBytes) = ("", 0);
    }

    // The name is only ever shown, never a path; still, nobody should be surprised by one that looks like it.
    private static string CheckName(string name) =>
        name.Length is 0 or > 255 || name is "." or ".." || name.AsSpan().IndexOfAny('/', '\\') >= 0 || name.Any(char.IsControl)
            ? throw RpcErrors.Invalid("filename", "A plain file name, without directories, of 1 to 255 characters.")
            : name;
}
