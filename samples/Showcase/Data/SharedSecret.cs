// Secrets that all replicas of the host share, made by the first one that needs them.

using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Showcase.Data;

internal sealed class SharedSecret
{
    private const int Bytes = 32;

    public string Name { get; set; } = "";
    public byte[] Value { get; set; } = [];

    /// <summary>The secret of a name; random when nobody asked for it before.</summary>
    public static byte[] Get(ShowcaseDb db, string name)
    {
        if (Find(db, name) is { } known)
        {
            return known.Value;
        }

        var made = new SharedSecret { Name = name, Value = RandomNumberGenerator.GetBytes(Bytes) };
        db.Secrets.Add(made);
        try
        {
            db.SaveChanges();
            return made.Value;
        }
        catch (DbUpdateException) when (Find(db, name) is not null)
        {
            // Another replica was faster.
            return Find(db, name)!.Value;
        }
    }

    private static SharedSecret? Find(ShowcaseDb db, string name) => db.Secrets.AsNoTracking().SingleOrDefault(secret => secret.Name == name);

    internal sealed class Table : IEntityTypeConfiguration<SharedSecret>
    {
        public void Configure(EntityTypeBuilder<SharedSecret> builder) => builder.ToTable("secrets").HasKey(secret => secret.Name);
    }
}
