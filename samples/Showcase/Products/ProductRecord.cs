// A product as the database has it, together with its stock.

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Showcase.Products;

internal sealed class ProductRecord
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public string Category { get; set; } = "";
    public int UserId { get; set; }
    public List<string> Tags { get; set; } = [];
    public long PriceCents { get; set; }
    public DateTime CreateTime { get; set; }

    /// <summary>The name in lower case, for the words of a query.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>How many pieces are there.</summary>
    public int Stock { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<ProductRecord>
    {
        public void Configure(EntityTypeBuilder<ProductRecord> builder)
        {
            builder.ToTable("products");
            builder.HasIndex(product => new { product.Category, product.Id });
            builder.HasIndex(product => new { product.UserId, product.Id });
        }
    }
}
