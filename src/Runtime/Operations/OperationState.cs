using Google.Protobuf;

namespace GrpcSdk.Operations;

/// <summary>What one answer says about a long-running operation, whatever message type it came in.</summary>
/// <param name="name">The operation's name.</param>
/// <param name="done">Whether it has finished.</param>
/// <param name="error">What it failed with; <see langword="null"/> unless it failed.</param>
/// <param name="response">Its result, possibly in an <c>Any</c>; <see langword="null"/> until it succeeded.</param>
/// <param name="metadata">Its progress, possibly in an <c>Any</c>; <see langword="null"/> if there is none.</param>
public readonly struct OperationState(string name, bool done, Google.Rpc.Status? error, IMessage? response, IMessage? metadata)
{
    /// <summary>The operation's name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it has finished.</summary>
    public bool Done { get; } = done;

    /// <summary>What it failed with, if it failed.</summary>
    public Google.Rpc.Status? Error { get; } = error;

    /// <summary>Its result, if it succeeded.</summary>
    public IMessage? Response { get; } = response;

    /// <summary>Its progress, if it says.</summary>
    public IMessage? Metadata { get; } = metadata;
}
