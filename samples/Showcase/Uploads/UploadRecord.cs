// How far an upload with an id has come, as the database has it.

using System.Text.Json;
using Acme.Uploads.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Showcase.Data;

namespace Showcase.Uploads;

internal sealed class UploadRecord : ILeased
{
    public string Id { get; set; } = "";
    public List<StoredImage> Completed { get; set; } = [];

    /// <summary>The image that is not complete; empty when there is none.</summary>
    public string Filename { get; set; } = "";

    /// <summary>Where its bytes are.</summary>
    public string PartialPath { get; set; } = "";

    public int NextChunk { get; set; }
    public long ReceivedBytes { get; set; }
    public string ExpectedSha256 { get; set; } = "";
    public long ExpectedBytes { get; set; }

    /// <inheritdoc/>
    public long Fence { get; set; }

    /// <inheritdoc/>
    public DateTime LeaseEnd { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<UploadRecord>
    {
        public void Configure(EntityTypeBuilder<UploadRecord> builder)
        {
            builder.ToTable("uploads").HasKey(upload => upload.Id);
            builder.Property(upload => upload.Fence).IsConcurrencyToken();
            builder.Property(upload => upload.Completed).HasConversion(
                images => JsonSerializer.Serialize(images, JsonSerializerOptions.Default),
                json => JsonSerializer.Deserialize<List<StoredImage>>(json, JsonSerializerOptions.Default)!,
                new ValueComparer<List<StoredImage>>((left, right) => left!.SequenceEqual(right!), images => images.Count, images => images.ToList()));
        }
    }
}

/// <summary>An image that was stored.</summary>
internal sealed record StoredImage(string Filename, long SizeBytes, string Sha256)
{
    public UploadSummary.Types.Image ToMessage() => new() { Filename = Filename, SizeBytes = SizeBytes, Sha256 = Sha256 };
}
