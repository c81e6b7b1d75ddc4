using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace GrpcSdk.AspNetCore.Operations;

/// <summary>What the work of an operation gets: its name, a way to say how far it is, and a token that ends it.</summary>
/// <typeparam name="TMetadata">The progress message.</typeparam>
public sealed class OperationContext<TMetadata>
    where TMetadata : class, IMessage<TMetadata>
{
    private readonly OperationService _service;
    private readonly CancellationTokenSource _stop;

    internal OperationContext(OperationService service, string name, CancellationTokenSource stop)
    {
        _service = service;
        _stop = stop;
        Name = name;
    }

    /// <summary>The operation's name.</summary>
    public string Name { get; }

    /// <summary>Cancelled when a client cancels the operation, and when the host stops.</summary>
    public CancellationToken CancellationToken => _stop.Token;

    /// <summary>Tells clients how far the work is. Also notices a cancellation that another replica took.</summary>
    /// <param name="metadata">The progress.</param>
    /// <returns>When it is stored.</returns>
    /// <exception cref="OperationCanceledException">A client has cancelled the operation.</exception>
    public async Task ReportAsync(TMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var record = await _service.ChangeAsync(Name, o => o.Done ? null : o with { Metadata = Any.Pack(metadata) }, CancellationToken).ConfigureAwait(false);
        if (record is null or { CancelRequested: true })
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
