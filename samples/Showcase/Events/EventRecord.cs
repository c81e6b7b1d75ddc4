// An event as the database has it. Its number is its place in the order of all events.

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Showcase.Events;

internal sealed class EventRecord
{
    public long Number { get; set; }
    public string Type { get; set; } = "";
    public string Name { get; set; } = "";
    public DateTime CreatedAt { get; set; }
    public TimeSpan? Duration { get; set; }
    public int? Count { get; set; }
    public Dictionary<string, string> Attributes { get; set; } = [];

    internal sealed class Table : IEntityTypeConfiguration<EventRecord>
    {
        public void Configure(EntityTypeBuilder<EventRecord> builder)
        {
            builder.ToTable("events").HasKey(record => record.Number);
            builder.HasIndex(record => record.CreatedAt);
            builder.Property(record => record.Attributes).HasConversion(
                attributes => JsonSerializer.Serialize(attributes, JsonSerializerOptions.Default),
                json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Default)!,
                new ValueComparer<Dictionary<string, string>>(
                    (left, right) => left!.Count == right!.Count && !left.Except(right).Any(),
                    attributes => attributes.Count,
                    attributes => new(attributes)));
        }
    }
}
