using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace GrpcSdk.AspNetCore.Operations;

/// <summary>A long-running operation as a server keeps it (<see href="https://google.aip.dev/151">AIP-151</see>).</summary>
public sealed record OperationRecord
{
    /// <summary>The name that clients ask with, such as <c>operations/7f3a…</c>.</summary>
    public required string Name { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>Whether it has finished.</summary>
    public bool Done { get; init; }

    /// <summary>Whether a client has asked to cancel it.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>How far it is.</summary>
    public Any? Metadata { get; init; }

    /// <summary>Its result, once it has succeeded.</summary>
    public Any? Response { get; init; }

    /// <summary>What it failed with, once it has failed.</summary>
    public Google.Rpc.Status? Error { get; init; }

    /// <summary>Counts the changes; a store refuses a change of anything but the newest.</summary>
    public long Revision { get; init; }

    /// <summary>This record as <c>google.longrunning.Operation</c>, or a message with its field numbers.</summary>
    /// <typeparam name="TOperation">The message that protoc made of your copy of <c>operations.proto</c>.</typeparam>
    /// <param name="parser">Its parser: <c>Operation.Parser</c>.</param>
    /// <returns>The message.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parser"/> is <see langword="null"/>.</exception>
    public TOperation ToMessage<TOperation>(MessageParser<TOperation> parser)
        where TOperation : class, IMessage<TOperation>
    {
        ArgumentNullException.ThrowIfNull(parser);
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            // The numbers of google/longrunning/operations.proto; the package has no C# assembly to refer to.
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteString(Name);
            Write(output, 2, Metadata);
            output.WriteTag(3, WireFormat.WireType.Varint);
            output.WriteBool(Done);
            Write(output, 4, Error);
            Write(output, 5, Response);
        }

        return parser.ParseFrom(bytes.ToArray());
    }

    private static void Write(CodedOutputStream output, int field, IMessage? message)
    {
        if (message is not null)
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteMessage(message);
        }
    }
}
