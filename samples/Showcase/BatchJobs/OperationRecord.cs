// A long-running operation as the database has it: what to do, how far it has come, how it ended.

using Acme.BatchJobs.V1;
using Google.LongRunning;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Showcase.Data;

namespace Showcase.BatchJobs;

internal sealed class OperationRecord : ILeased
{
    public long Id { get; set; }

    /// <summary>What the caller named the batch (AIP-155); null when it did not. Unique.</summary>
    public string? RequestId { get; set; }

    /// <summary>The request, serialised.</summary>
    public byte[] Request { get; set; } = [];

    /// <summary>The result so far, serialised.</summary>
    public byte[] Result { get; set; } = [];

    public int TotalItems { get; set; }
    public int CompletedItems { get; set; }
    public int FailedItems { get; set; }
    public TimeSpan Elapsed { get; set; }
    public bool CancelRequested { get; set; }
    public bool Done { get; set; }

    /// <summary>How it ended once it is done; OK means with its result.</summary>
    public StatusCode Status { get; set; }

    /// <inheritdoc/>
    public long Fence { get; set; }

    /// <inheritdoc/>
    public DateTime LeaseEnd { get; set; }

    public string Name => $"operations/{Id}";

    /// <summary>The id in a name; 0, which no operation has, when it is no name of an operation.</summary>
    public static long IdOf(string name) =>
        name.StartsWith("operations/", StringComparison.Ordinal)
        && long.TryParse(name.AsSpan("operations/".Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id)
            ? id
            : 0;

    public Operation ToMessage()
    {
        var operation = new Operation
        {
            Name = Name,
            Done = Done,
            Metadata = Any.Pack(new BatchProgress
            {
                TotalItems = TotalItems,
                CompletedItems = CompletedItems,
                FailedItems = FailedItems,
                Elapsed = Elapsed.ToDuration(),
            }),
        };
        if (Done && Status == StatusCode.OK)
        {
            operation.Response = Any.Pack(BatchResult.Parser.ParseFrom(Result));
        }
        else if (Done)
        {
            operation.Error = new Google.Rpc.Status { Code = (int)Status, Message = $"The operation ended with {Status}." };
        }

        return operation;
    }

    internal sealed class Table : IEntityTypeConfiguration<OperationRecord>
    {
        public void Configure(EntityTypeBuilder<OperationRecord> builder)
        {
            builder.ToTable("operations");
            builder.HasIndex(operation => operation.RequestId).IsUnique();
            builder.HasIndex(operation => operation.Done);
        }
    }
}
