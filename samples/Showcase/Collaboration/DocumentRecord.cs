// A document and its edits as the database has them.

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Showcase.Collaboration;

/// <summary>The text at the latest revision.</summary>
internal sealed class DocumentRecord
{
    public string Id { get; set; } = "";
    public long Revision { get; set; }
    public string Text { get; set; } = "";

    internal sealed class Table : IEntityTypeConfiguration<DocumentRecord>
    {
        public void Configure(EntityTypeBuilder<DocumentRecord> builder)
        {
            builder.ToTable("documents").HasKey(document => document.Id);
            builder.Property(document => document.Revision).IsConcurrencyToken();
        }
    }
}

/// <summary>What led from one revision to the next.</summary>
internal sealed class EditRecord
{
    public string DocumentId { get; set; } = "";

    /// <summary>The revision that the edit led to.</summary>
    public long Revision { get; set; }

    public string UserId { get; set; } = "";
    public string EditId { get; set; } = "";
    public int Position { get; set; }
    public int Length { get; set; }
    public string Content { get; set; } = "";

    /// <summary>Length of the text after the edit.</summary>
    public int LengthAfter { get; set; }

    public TextEdit ToEdit() => new(Position, Length, Content);

    internal sealed class Table : IEntityTypeConfiguration<EditRecord>
    {
        public void Configure(EntityTypeBuilder<EditRecord> builder)
        {
            builder.ToTable("document_edits").HasKey(edit => new { edit.DocumentId, edit.Revision });
            builder.HasIndex(edit => new { edit.DocumentId, edit.UserId, edit.EditId });
        }
    }
}
