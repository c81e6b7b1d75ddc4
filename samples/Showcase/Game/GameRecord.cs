// A game as the database has it: which replica runs it, and the world as that replica last stored it.

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Showcase.Data;

namespace Showcase.Game;

internal sealed class GameRecord : ILeased
{
    public string Id { get; set; } = "";

    /// <summary>Where the other replicas reach the one that runs the game.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The world, serialised; empty at the beginning.</summary>
    public string World { get; set; } = "";

    /// <inheritdoc/>
    public long Fence { get; set; }

    /// <inheritdoc/>
    public DateTime LeaseEnd { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<GameRecord>
    {
        public void Configure(EntityTypeBuilder<GameRecord> builder) => builder.ToTable("games").HasKey(game => game.Id);
    }
}
