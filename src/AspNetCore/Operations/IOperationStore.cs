namespace GrpcSdk.AspNetCore.Operations;

/// <summary>Where operations are kept. Safe for use by many at once.</summary>
public interface IOperationStore
{
    /// <summary>Adds an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>False when there is one of that name.</returns>
    Task<bool> TryAddAsync(OperationRecord operation, CancellationToken cancellationToken);

    /// <summary>Finds an operation.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The newest record; <see langword="null"/> when there is none.</returns>
    Task<OperationRecord?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Replaces an operation's record, if it is still that of <see cref="OperationRecord.Revision"/>.</summary>
    /// <param name="operation">The new content, with the revision that it was made from.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The record with its new revision; <see langword="null"/> when somebody else was first, or it is gone.</returns>
    Task<OperationRecord?> TryUpdateAsync(OperationRecord operation, CancellationToken cancellationToken);

    /// <summary>Removes an operation.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists operations by name.</summary>
    /// <param name="afterName">Where to start: after this name; empty for the first.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The operations in ordinal order of their names.</returns>
    Task<IReadOnlyList<OperationRecord>> ListAsync(string afterName, int count, CancellationToken cancellationToken);

    /// <summary>Waits until an operation has another revision, or is gone.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="revision">The revision that is known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>When there may be news; it may come without any.</returns>
    Task WaitForChangeAsync(string name, long revision, CancellationToken cancellationToken);
}
