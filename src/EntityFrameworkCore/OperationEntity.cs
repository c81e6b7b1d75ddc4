using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using GrpcSdk.AspNetCore.Operations;
using Microsoft.EntityFrameworkCore;

namespace GrpcSdk.EntityFrameworkCore;

/// <summary>A long-running operation as a row. Map it with <see cref="OperationModelBuilderExtensions.AddGrpcOperations"/>.</summary>
public sealed class OperationEntity
{
    /// <summary>The name, which is the key.</summary>
    public required string Name { get; set; }

    /// <summary>When it began, in UTC.</summary>
    public DateTime CreateTime { get; set; }

    /// <summary>Whether it has finished. Rows that have not, after a restart, are for <see cref="OperationService.RestartAsync"/>.</summary>
    public bool Done { get; set; }

    /// <summary>Whether a client has asked to cancel it.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>Its progress: a serialised <c>google.protobuf.Any</c>.</summary>
    public byte[]? Metadata { get; set; }

    /// <summary>Its result: a serialised <c>google.protobuf.Any</c>.</summary>
    public byte[]? Response { get; set; }

    /// <summary>What it failed with: a serialised <c>google.rpc.Status</c>.</summary>
    public byte[]? Error { get; set; }

    /// <summary>Counts the changes; an update of an older one changes nothing.</summary>
    public long Revision { get; set; }

    internal static OperationEntity From(OperationRecord record) => new()
    {
        Name = record.Name,
        CreateTime = record.CreateTime.UtcDateTime,
        Done = record.Done,
        CancelRequested = record.CancelRequested,
        Metadata = record.Metadata?.ToByteArray(),
        Response = record.Response?.ToByteArray(),
        Error = record.Error?.ToByteArray(),
        Revision = record.Revision,
    };

    internal OperationRecord ToRecord() => new()
    {
        Name = Name,
        // Some databases forget that a time is in UTC.
        CreateTime = new DateTimeOffset(DateTime.SpecifyKind(CreateTime, DateTimeKind.Utc)),
        Done = Done,
        CancelRequested = CancelRequested,
        Metadata = Metadata is null ? null : Any.Parser.ParseFrom(Metadata),
        Response = Response is null ? null : Any.Parser.ParseFrom(Response),
        Error = Error is null ? null : Google.Rpc.Status.Parser.ParseFrom(Error),
        Revision = Revision,
    };
}

/// <summary>Maps operations in your own <see cref="DbContext"/>, so that they are part of your migrations.</summary>
public static class OperationModelBuilderExtensions
{
    /// <summary>Adds the table of <see cref="OperationEntity"/>; call it in <c>OnModelCreating</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The table's name.</param>
    /// <returns>The same model.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static ModelBuilder AddGrpcOperations(this ModelBuilder model, string table = "GrpcOperations")
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        return model.Entity<OperationEntity>(operation =>
        {
            operation.ToTable(table);
            operation.HasKey(o => o.Name);
            operation.Property(o => o.Name).HasMaxLength(OperationService.MaxNameLength);
            operation.HasIndex(o => o.Done);
        });
    }
}
