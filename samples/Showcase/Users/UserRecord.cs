// The user as the database has it: what both versions of the service are views of.

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Showcase.Users;

internal sealed class UserRecord
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public string Phone { get; set; } = "";
    public UserRole Role { get; set; }
    public PostalAddress? Address { get; set; }
    public List<PostalAddress> AdditionalAddresses { get; set; } = [];
    public List<string> Tags { get; set; } = [];
    public DateTime CreateTime { get; set; }
    public DateTime UpdateTime { get; set; }

    /// <summary>Grows with every change; the etag of version 2.</summary>
    public int Revision { get; set; }

    /// <summary>The e-mail address in lower case, unique.</summary>
    public string EmailKey { get; set; } = "";

    /// <summary>Name and e-mail address in lower case, for the words of a filter.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>What the creator named the creation (AIP-155); null when it did not. Unique.</summary>
    public string? RequestId { get; set; }
}

internal sealed class PostalAddress
{
    public string Street { get; set; } = "";
    public string City { get; set; } = "";
    public string State { get; set; } = "";
    public string Zip { get; set; } = "";
}

/// <summary>What a user may do. The numbers are those of the protos.</summary>
internal enum UserRole
{
    Unspecified = 0,
    Admin = 1,
    Moderator = 2,
    Member = 3,
}

internal sealed class UserTable : IEntityTypeConfiguration<UserRecord>
{
    public void Configure(EntityTypeBuilder<UserRecord> builder)
    {
        builder.ToTable("users");
        builder.HasIndex(user => user.EmailKey).IsUnique();
        builder.HasIndex(user => user.RequestId).IsUnique();
        builder.Property(user => user.Revision).IsConcurrencyToken();
        builder.OwnsOne(user => user.Address, address => address.ToJson());
        builder.OwnsMany(user => user.AdditionalAddresses, address => address.ToJson());
    }
}
