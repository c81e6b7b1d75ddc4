// An order as the database has it.

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Showcase.Orders;

internal sealed class OrderRecord
{
    public int Id { get; set; }
    public int ProductId { get; set; }
    public int Quantity { get; set; }
    public int UserId { get; set; }
    public long TotalPriceCents { get; set; }
    public DateTime CreateTime { get; set; }

    /// <summary>What the buyer named the order (AIP-155); null when it did not. Unique.</summary>
    public string? RequestId { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<OrderRecord>
    {
        public void Configure(EntityTypeBuilder<OrderRecord> builder)
        {
            builder.ToTable("orders");
            builder.HasIndex(order => order.RequestId).IsUnique();
        }
    }
}
