namespace GrpcSdk;

/// <summary>
/// The server call inside which the current code runs, as far as calls to other servers need to know it.
/// The server package supplies it; the client package propagates deadline and cancellation from it.
/// </summary>
public interface IGrpcParentCallAccessor
{
    /// <summary>The current call, or <see langword="null"/> outside a call.</summary>
    GrpcParentCall? Current { get; }
}

/// <summary>What a call to another server inherits from the server call that makes it.</summary>
/// <param name="Deadline">The deadline of the server call in UTC, or <see langword="null"/> when it has none.</param>
/// <param name="RequestId">The request id that the server call runs under, or <see langword="null"/>.</param>
/// <param name="CancellationToken">Cancelled when the caller went away or the deadline passed.</param>
public readonly record struct GrpcParentCall(DateTime? Deadline, string? RequestId, CancellationToken CancellationToken);
