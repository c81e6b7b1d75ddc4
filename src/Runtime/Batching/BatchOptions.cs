namespace GrpcSdk.Batching;

/// <summary>What happens when a batch fails.</summary>
public enum BatchFailureMode
{
    /// <summary>Throw <see cref="BatchException"/> at once and send no further batch.</summary>
    FailFast = 0,

    /// <summary>Give all keys of the batch its status and go on.</summary>
    Continue = 1,

    /// <summary>
    /// As <see cref="Continue"/>, but a batch that failed because of what it asked for (such as INVALID_ARGUMENT or
    /// NOT_FOUND of an atomic batch) is halved and sent again until the bad keys stand alone. Each bad key costs about
    /// 2·log2(batch size) calls.
    /// </summary>
    Isolate = 2,
}

/// <summary>How the items of a response find their keys.</summary>
public enum BatchMatching
{
    /// <summary>By what tells items apart (<see cref="BatchMethod{TKey, TRequest, TResponse, TItem}.Identities"/>), where they carry it.</summary>
    ByIdentity = 0,

    /// <summary>
    /// By their order alone, for servers that answer with another name than they were asked for, such as a project's number
    /// instead of its id. A server that reorders its items then mixes up data, which nothing can notice.
    /// </summary>
    ByPosition = 1,
}

/// <summary>How to send many keys through a batch RPC.</summary>
public sealed record BatchOptions
{
    internal static readonly BatchOptions Default = new();

    /// <summary>Keys per call; 100 by default. AIP-231 lets services refuse more than they document.</summary>
    public int MaxBatchSize { get; init; } = 100;

    /// <summary>Calls at a time; <see langword="null"/>, the default, is 4 for reads and 1 for mutations.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Keys that are accepted in total; <see langword="null"/>, the default, for any number.</summary>
    public int? MaxKeys { get; init; }

    /// <summary>
    /// What happens when a batch fails; <see cref="BatchFailureMode.FailFast"/> by default. Several batches are never one
    /// transaction: with mutations, batches before the failed one stay done.
    /// </summary>
    public BatchFailureMode OnFailure { get; init; }

    /// <summary>How items find their keys; <see cref="BatchMatching.ByIdentity"/> by default.</summary>
    public BatchMatching Matching { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1, or a mode is unknown.</exception>
    internal BatchOptions Validate(string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchSize, 1, $"{parameter}.{nameof(MaxBatchSize)}");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrency ?? 1, 1, $"{parameter}.{nameof(MaxConcurrency)}");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxKeys ?? 1, 1, $"{parameter}.{nameof(MaxKeys)}");
        if (Matching is not (BatchMatching.ByIdentity or BatchMatching.ByPosition))
        {
            throw new ArgumentOutOfRangeException($"{parameter}.{nameof(Matching)}", Matching, "Matching must be ByIdentity or ByPosition.");
        }

        return OnFailure is BatchFailureMode.FailFast or BatchFailureMode.Continue or BatchFailureMode.Isolate
            ? this
            : throw new ArgumentOutOfRangeException($"{parameter}.{nameof(OnFailure)}", OnFailure, "OnFailure must be FailFast, Continue or Isolate.");
    }
}
